//! Who is at the other end: the client's address behind configured proxies.

use axum::extract::ConnectInfo;
pub use desk::Network;
use http::{Extensions, HeaderMap};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

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
}
