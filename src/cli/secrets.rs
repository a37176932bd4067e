//! The secrets of chat platforms, from the environment or from files that it names.

use std::env;
use std::io::Read;

use crate::chat::settings::{Settings, VARIABLES};
use crate::cli::Failure;

/// No secret is longer.
const LONGEST: u64 = 16 * 1024;

/// The platforms whose secrets are set.
///
/// # Errors
/// Where a secret cannot be read or is none of its kind. No value is told.
pub(in crate::cli) fn read() -> Result<Settings, Failure> {
    let mut values = Vec::new();
    for name in VARIABLES {
        let file = format!("{name}_FILE");
        match (env::var(name), env::var_os(&file)) {
            (Ok(_), Some(_)) => {
                return Err(Failure::told(format!("both {name} and {file} are set; unset one")));
            }
            (Ok(value), None) => values.push((name, value)),
            (Err(env::VarError::NotPresent), None) => {}
            (Err(env::VarError::NotUnicode(_)), None) => {
                return Err(Failure::told(format!("{name} is not text")));
            }
            (Err(_), Some(path)) => {
                let mut value = String::new();
                let opened = std::fs::File::open(path);
                let read = opened.and_then(|file| file.take(LONGEST).read_to_string(&mut value));
                read.map_err(|error| {
                    Failure::told(format!("cannot read the file that {file} names: {error}"))
                })?;
                values.push((name, value));
            }
        }
    }
    let find = |wanted: &str| values.iter().find(|(name, _)| *name == wanted);
    let settings = Settings::read(|name| find(name).map(|(_, value)| value.clone()));
    settings.map_err(|problem| Failure::told(problem.to_string()))
}
