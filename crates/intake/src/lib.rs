//! Takes sealed envelopes, stores them, hands them on; cannot open one
