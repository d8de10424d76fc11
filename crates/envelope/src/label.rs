/// What an envelope is for. The label is bound into every slot and not written in the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A report from a resident or from staff.
    Report,
    /// A message of a mailbox.
    Message,
}

impl Label {
    /// HPKE's `info`: the envelope's prefix and the label.
    pub(crate) fn info(self, prefix: &[u8]) -> Vec<u8> {
        let label = match self {
            Self::Report => "report",
            Self::Message => "message",
        };
        [prefix, label.as_bytes()].concat()
    }
}
