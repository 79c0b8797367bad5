//! The crate from outside: what its users may rely on. Every picture is made by code.

mod edit;
mod filled;
mod fit;
mod formats;
mod found;
mod heif;
mod hostile;
mod inspect;
mod marks;
mod pixels;
mod print;
mod profiles;
mod properties;
mod quality;
mod robust;
mod smuggled;
mod sniff;
mod strip;
mod support;
mod thumb;
mod tiff;
