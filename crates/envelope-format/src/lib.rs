//! The bytes of a sealed envelope: layout, sizes and name, without any means to open it
