//! How an envelope travels: what the app, the intake and the reader agree on
