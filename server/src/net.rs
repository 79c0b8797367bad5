//! Who is at the other end: networks, and the client's address behind configured proxies.

use axum::extract::ConnectInfo;
use http::{Extensions, HeaderMap};
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    str::FromStr,
};

/// A network in CIDR notation, or a single address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Whether the address lies in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        fn same_start(a: &[u8], b: &[u8], bits: u8) -> bool {
            let (whole, rest) = (usize::from(bits / 8), bits % 8);
            a[..whole] == b[..whole] && (rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0)
        }
        match (self.address, plain(address)) {
            (IpAddr::V4(net), IpAddr::V4(ip)) => {
                same_start(&net.octets(), &ip.octets(), self.prefix)
            }
            (IpAddr::V6(net), IpAddr::V6(ip)) => {
                same_start(&net.octets(), &ip.octets(), self.prefix)
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("`{text}` is no address and no network like 10.0.0.0/8");
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let address = IpAddr::from_str(address).map_err(|_| bad())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(most), |prefix| prefix.parse().map_err(|_| bad()))?;
        if prefix > most {
            return Err(bad());
        }
        Ok(Self { address, prefix })
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// An IPv4 address that came through an IPv6 socket is an IPv4 address.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

/// The address a request came from. Forwarded headers count only when the connection comes from a
/// configured proxy, and then from the right: what stands further left, anybody may have written.
#[must_use]
pub fn client_ip(extensions: &Extensions, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let trusted = |ip: IpAddr| proxies.iter().any(|network| network.contains(ip));
    let mut ip = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| {
            plain(peer.ip())
        });
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in hops.into_iter().rev() {
        if !trusted(ip) {
            break;
        }
        match hop.trim().parse() {
            Ok(before) => ip = plain(before),
            Err(_) => break,
        }
    }
    ip
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut extensions = Extensions::new();
        let peer: IpAddr = peer.parse().expect("address");
        extensions.insert(ConnectInfo(SocketAddr::new(peer, 1)));
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().expect("header"));
        }
        let proxies: Vec<Network> = proxies
            .iter()
            .map(|text| text.parse().expect("network"))
            .collect();
        client_ip(&extensions, &headers, &proxies).to_string()
    }

    #[test]
    fn forwarded_counts_only_from_proxies() {
        assert_eq!(ask("203.0.113.9", &["1.2.3.4"], &[]), "203.0.113.9");
        assert_eq!(
            ask("203.0.113.9", &["1.2.3.4"], &["10.0.0.0/8"]),
            "203.0.113.9"
        );
        assert_eq!(ask("10.1.2.3", &["1.2.3.4"], &["10.0.0.0/8"]), "1.2.3.4");
        assert_eq!(
            ask("::ffff:10.1.2.3", &["1.2.3.4"], &["10.0.0.0/8"]),
            "1.2.3.4"
        );
    }

    #[test]
    fn what_a_client_wrote_itself_is_not_believed() {
        let proxies = ["10.0.0.0/8"];
        assert_eq!(ask("10.0.0.1", &["6.6.6.6, 1.2.3.4"], &proxies), "1.2.3.4");
        assert_eq!(
            ask("10.0.0.1", &["6.6.6.6", "1.2.3.4, 10.0.0.2"], &proxies),
            "1.2.3.4"
        );
        assert_eq!(ask("10.0.0.1", &["nonsense"], &proxies), "10.0.0.1");
    }

    #[test]
    fn networks_read_and_match() {
        let network: Network = "192.168.4.0/22".parse().expect("network");
        assert!(network.contains("192.168.7.255".parse().expect("address")));
        assert!(!network.contains("192.168.8.0".parse().expect("address")));
        let network: Network = "fd00::/8".parse().expect("network");
        assert!(network.contains("fd12::1".parse().expect("address")));
        assert!("10.0.0.0/33".parse::<Network>().is_err());
        assert!("proxy".parse::<Network>().is_err());
    }
}
