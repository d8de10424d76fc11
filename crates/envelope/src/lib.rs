//! Seals a payload to the people who may read it, and opens it again
