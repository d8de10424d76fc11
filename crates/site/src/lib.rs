//! The signed site manifest: who may read what at one reception site
