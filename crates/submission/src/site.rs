use json::{Json, Malformed};
use serde::Serialize;
use thiserror::Error;

/// A site's manifest and its signature, as an intake passes them on: unread and unchecked.
///
/// Whoever gets it verifies the signature over the exact text with the operator's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignedSite {
    /// The exact text of the manifest, which is signed.
    pub manifest: String,
    /// The exact text of the minisign signature file.
    pub minisig: String,
}

/// An answer is not a signed site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the answer is not a signed site")]
pub struct SignedSiteError;

impl SignedSite {
    /// Reads the JSON form strictly.
    ///
    /// # Errors
    ///
    /// [`SignedSiteError`] when it is something else.
    pub fn parse(json: &[u8]) -> Result<Self, SignedSiteError> {
        Self::read(json).map_err(|Malformed| SignedSiteError)
    }

    fn read(json: &[u8]) -> Result<Self, Malformed> {
        let json = Json::parse(json)?;
        let signed = json.object()?.only(&["manifest", "minisig"])?;
        Ok(Self {
            manifest: signed.text("manifest")?.to_owned(),
            minisig: signed.text("minisig")?.to_owned(),
        })
    }

    /// The JSON form. The texts come out of it byte for byte.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings always have a JSON form")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_survive_byte_for_byte() {
        let site = SignedSite {
            manifest: "{\r\n \"name\": \"Zelt \u{1f3d5} \\ \u{2028}\"\t}\n".into(),
            minisig: "untrusted comment: x\nRUQ=\n".into(),
        };
        assert_eq!(SignedSite::parse(site.to_json().as_bytes()), Ok(site));
    }

    #[test]
    fn other_answers_are_refused() {
        for json in [
            "",
            "{}",
            r#"{"manifest":"{}"}"#,
            r#"{"manifest":{},"minisig":""}"#,
            r#"{"manifest":"","minisig":"","key":""}"#,
            r#"{"manifest":"","minisig":"","minisig":""}"#,
        ] {
            assert_eq!(SignedSite::parse(json.as_bytes()), Err(SignedSiteError));
        }
    }
}
