use std::net::IpAddr;

use thiserror::Error;
use ureq::http::Uri;

use crate::failure::{Exit, Failure};

/// Where an intake is: scheme, host, port and perhaps a path before the intake's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    base: String,
    loopback: bool,
}

/// A text is not an address that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AddressError {
    /// It is not `https://host` or `http://host`, perhaps with a port and a path.
    #[error("this is not an intake's address")]
    Malformed,
    /// It is plain http to another machine.
    #[error("plain http would let everybody on the way read the token")]
    PlainHttp,
}

impl Failure for AddressError {
    fn advice(&self) -> &'static str {
        match self {
            AddressError::Malformed => "Write it as https://host, without a user name or a query.",
            AddressError::PlainHttp => "Use https, or say --insecure-http if you accept that.",
        }
    }

    fn exit(&self) -> Exit {
        Exit::Usage
    }
}

impl Address {
    /// Takes `https` to any host and plain `http` to this machine; to another only when `insecure`.
    pub fn parse(text: &str, insecure: bool) -> Result<Self, AddressError> {
        let uri: Uri = text.parse().map_err(|_| AddressError::Malformed)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(AddressError::Malformed);
        };
        if authority.as_str().contains('@') || uri.query().is_some() || authority.host().is_empty()
        {
            return Err(AddressError::Malformed);
        }
        let loopback = is_loopback(authority.host());
        match scheme {
            "https" => {}
            "http" if loopback || insecure => {}
            "http" => return Err(AddressError::PlainHttp),
            _ => return Err(AddressError::Malformed),
        }
        let path = uri.path().trim_end_matches('/');
        Ok(Self {
            base: format!("{scheme}://{authority}{path}"),
            loopback,
        })
    }

    /// Whether it is this machine itself, which is reached without any proxy.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The whole address of one of the intake's paths.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}
