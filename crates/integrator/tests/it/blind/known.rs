use base64ct::{Base64, Encoding as _};
use memchr::memmem;

/// Texts that are known, in every form in which a program may have written them down.
#[derive(Default)]
pub(super) struct Known {
    forms: Vec<(String, Vec<u8>)>,
}

impl Known {
    /// In UTF-8, UTF-16 of both orders, hexadecimal, base64 (which has three ways to begin), as a
    /// part of an address, and escaped as in JSON.
    pub(super) fn add(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let units = || text.encode_utf16();
        let hex: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
        let address: String = bytes.iter().map(|it| in_address(*it)).collect();
        let escaped: String = units().map(|it| format!("\\u{it:04x}")).collect();
        let mut forms = vec![
            ("UTF-8", bytes.to_vec()),
            ("UTF-16LE", units().flat_map(u16::to_le_bytes).collect()),
            ("UTF-16BE", units().flat_map(u16::to_be_bytes).collect()),
            ("hexadecimal", hex.to_uppercase().into_bytes()),
            ("hexadecimal", hex.into_bytes()),
            ("an address", address.into_bytes()),
            ("JSON", escaped.into_bytes()),
        ];
        // Of a short text too little would be left to tell it from chance.
        if bytes.len() >= 7 {
            forms.extend((0..3).map(|before| ("base64", in_base64(bytes, before))));
        }
        let named = forms
            .into_iter()
            .map(|(form, it)| (format!("{text:?} in {form}"), it));
        self.forms.extend(named);
    }

    /// Only those that are in none of these files.
    pub(super) fn without(mut self, files: &[(String, Vec<u8>)]) -> Self {
        let is_new = |form: &[u8]| files.iter().all(|it| memmem::find(&it.1, form).is_none());
        self.forms.retain(|(_, form)| is_new(form));
        self
    }

    /// Whether a text is among them, as it is.
    pub(super) fn has(&self, text: &str) -> bool {
        self.forms.iter().any(|(_, form)| form == text.as_bytes())
    }

    /// Fails when any of them is there. `what` says what was searched.
    pub(super) fn must_not_be_in(&self, haystack: &[u8], what: &str) {
        let found = self.found_in(haystack);
        assert!(found.is_empty(), "{found:?} in {what}");
    }

    /// Which of them are there, and in which form.
    pub(super) fn found_in(&self, haystack: &[u8]) -> Vec<&str> {
        let found = self
            .forms
            .iter()
            .filter(|(_, form)| memmem::find(haystack, form).is_some());
        found.map(|(name, _)| name.as_str()).collect()
    }
}

fn in_address(byte: u8) -> String {
    match byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    }
}

/// The digits that stand for these bytes alone when `before` bytes stand before them.
fn in_base64(bytes: &[u8], before: usize) -> Vec<u8> {
    let whole = [&vec![0; before], bytes].concat();
    let text = Base64::encode_string(&whole);
    let first = (before * 8).div_ceil(6);
    let last = (before + bytes.len()) * 8 / 6;
    text.as_bytes()[first..last].to_vec()
}
