//! Which hosts may be asked for a file, and which addresses are nobody's business.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use url::{Host, Url};

/// Resolves names, but to the addresses of the public internet only.
pub(crate) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|addr| is_public(addr.ip())).collect();
            if public.is_empty() {
                return Err("no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether it is an address of the public internet (IANA's special-purpose registries).
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
        || (a == 192 && b == 0 && c == 0))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    // Global unicast is 2000::/3. In it, what wraps a v4 address (6to4, Teredo) and examples are not
    // reached by honest hosts.
    let [first, second, ..] = address.segments();
    (first & 0xe000) == 0x2000
        && first != 0x2002
        && !(first == 0x2001 && (second == 0 || second == 0x0db8))
}

/// Whether an address that somebody named may be asked at all, without credentials: by https, and
/// no literal of a private network. Names are looked at where they are resolved.
pub(crate) fn is_outside(url: &Url) -> bool {
    url.scheme() == "https"
        && match url.host() {
            Some(Host::Domain(name)) => !name.is_empty(),
            Some(Host::Ipv4(address)) => is_public_v4(address),
            Some(Host::Ipv6(address)) => is_public_v6(address),
            None => false,
        }
}

/// Whether an address is one of those hosts: `host` and `.suffix` by https, or the whole origin.
pub(crate) fn is_among(url: &Url, hosts: &[String]) -> bool {
    hosts.iter().any(|allowed| {
        if allowed.contains("://") {
            return has_origin(url, allowed);
        }
        let named = url.host_str().unwrap_or_default();
        let fits = match allowed.strip_prefix('.') {
            Some(domain) => !domain.is_empty() && named.ends_with(allowed.as_str()),
            None => named == allowed,
        };
        fits && url.scheme() == "https" && url.port().is_none()
    })
}

/// Whether an address is at that server: scheme, host and port.
pub(crate) fn has_origin(url: &Url, base: &str) -> bool {
    Url::parse(base).is_ok_and(|base| {
        base.scheme() == url.scheme()
            && base.host() == url.host()
            && base.port_or_known_default() == url.port_or_known_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_houses_own_network_is_not_outside() {
        for url in [
            "https://127.0.0.1/",
            "https://10.1.2.3/",
            "https://172.16.0.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest",
            "https://100.64.0.1/",
            "https://0.0.0.0/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            "https://2130706433/",
            "https://0x7f.1/",
            "http://example.com/",
            "ftp://example.com/",
        ] {
            assert!(!is_outside(&Url::parse(url).unwrap()), "{url}");
        }
        assert!(is_outside(&Url::parse("https://8.8.8.8/x").unwrap()));
        assert!(is_outside(&Url::parse("https://media.example/x").unwrap()));
    }

    #[tokio::test]
    async fn names_of_this_house_resolve_to_nothing() {
        let name = "localhost".parse().unwrap();
        assert!(PublicOnly.resolve(name).await.is_err());
    }

    #[test]
    fn hosts_are_told_apart() {
        let hosts = [
            "lookaside.example".to_owned(),
            ".cdn.example".to_owned(),
            "http://127.0.0.1:9".to_owned(),
        ];
        let among = |url: &str| is_among(&Url::parse(url).unwrap(), &hosts);
        assert!(among("https://lookaside.example/a?b"));
        assert!(among("https://a.b.cdn.example/a"));
        assert!(among("http://127.0.0.1:9/a"));
        for url in [
            "http://lookaside.example/a",
            "https://lookaside.example:8443/a",
            "https://lookaside.example.evil.example/a",
            "https://evillookaside.example/a",
            "https://cdn.example/a",
            "https://evilcdn.example/a",
            "https://lookaside.example@evil.example/a",
            "http://127.0.0.1:91/a",
        ] {
            assert!(!among(url), "{url}");
        }
    }
}
