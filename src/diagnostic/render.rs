//! Renders diagnostics.

