//! The HTTP door: translates requests to calls of services and their answers to responses.

pub mod sparql;
