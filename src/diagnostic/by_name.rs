//! Writes a code as its name, and finds it again by that.

use serde::{Deserialize, Deserializer, Serializer, de};

use crate::diagnostic::{Code, codes};

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
pub(in crate::diagnostic) fn serialize<S: Serializer>(
    code: &&'static Code,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.name)
}

pub(in crate::diagnostic) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<&'static Code, D::Error> {
    let name: &str = Deserialize::deserialize(deserializer)?;
    let known = codes::ALL.iter().find(|code| code.name == name);
    known.copied().ok_or_else(|| de::Error::custom("an unknown kind of problem"))
}
