//! Whose certificates we take: the authorities that browsers take, and for mail servers also those of the house's own
//! that the server's configuration names.

use crate::NoClient;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::{path::Path, sync::Arc};

/// Who vouches for a server.
pub(crate) struct Trust {
    config: Arc<ClientConfig>,
    own: Vec<CertificateDer<'static>>,
}

impl Trust {
    /// Whom browsers trust, and whoever stands in that file (PEM).
    ///
    /// # Errors
    /// When the file cannot be read, or holds no certificate.
    pub(crate) fn new(own: Option<&Path>) -> Result<Self, NoClient> {
        let wrong = |error: &dyn std::fmt::Display| NoClient(error.to_string());
        let own = own.map_or_else(|| Ok(Vec::new()), read)?;
        let mut roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        for root in &own {
            roots.add(root.clone()).map_err(|error| {
                NoClient(format!("mail_ca: a certificate in it is none ({error})"))
            })?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| wrong(&error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            config: Arc::new(config),
            own,
        })
    }

    /// How servers prove who they are.
    pub(crate) fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.config)
    }

    /// The house's own authorities.
    pub(crate) fn own(&self) -> &[CertificateDer<'static>] {
        &self.own
    }
}

fn read(file: &Path) -> Result<Vec<CertificateDer<'static>>, NoClient> {
    let wrong = |what: String| NoClient(format!("mail_ca: `{}` {what}", file.display()));
    let text = std::fs::read(file).map_err(|error| wrong(format!("cannot be read ({error})")))?;
    let found = CertificateDer::pem_slice_iter(&text).collect::<Result<Vec<_>, _>>();
    let found = found.map_err(|_| wrong("is not in PEM".into()))?;
    if found.is_empty() {
        return Err(wrong("holds no certificate".into()));
    }
    Ok(found)
}
