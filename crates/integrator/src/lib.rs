//! The desk's side: makes keys, fetches envelopes, opens them
