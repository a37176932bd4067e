//! JSON schemas that every client understands.
//!
//! Clients hand schemas to models whose services read only a part of JSON Schema: no references, no
//! formats of Rust's numbers, no types that may also be null. What is optional is not `required`.

use rmcp::model::JsonObject;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// The schema of what is read.
pub(in crate::mcp) fn of_input<T: JsonSchema>() -> JsonObject {
    portable::<T>(SchemaSettings::draft2020_12().for_deserialize())
}

/// The schema of what is written. Only the reply's own properties are explained, and told apart by
/// whether they are always there: some clients hand all of it to the model with every request, and
/// deeper names speak for themselves.
pub(in crate::mcp) fn of_output<T: JsonSchema>() -> JsonObject {
    let mut schema = portable::<T>(SchemaSettings::draft2020_12().for_serialize());
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for property in properties.values_mut() {
            unexplain(property, true);
        }
    }
    schema
}

/// Takes the explanations out of a schema, but the outermost where it is to stay.
fn unexplain(schema: &mut Value, stays: bool) {
    match schema {
        Value::Array(schemas) => schemas.iter_mut().for_each(|schema| unexplain(schema, false)),
        Value::Object(schema) => {
            // A property may be called like that; then it has a schema and no words.
            if !stays && schema.get("description").is_some_and(Value::is_string) {
                schema.remove("description");
            }
            if schema.get("required").is_some_and(Value::is_array) {
                schema.remove("required");
            }
            // Numbers of ours count something.
            if schema.get("minimum").is_some_and(Value::is_number) {
                schema.remove("minimum");
            }
            schema.iter_mut().for_each(|(_, inner)| unexplain(inner, false));
        }
        _ => {}
    }
}

fn portable<T: JsonSchema>(settings: SchemaSettings) -> JsonObject {
    let settings = settings.with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    simplify(&mut schema);
    match schema {
        Value::Object(mut schema) => {
            // The names of our types say nothing to a model, and what they are the tool tells.
            schema.remove("title");
            schema.remove("description");
            // Some clients insist on it, though nothing has to be given.
            schema.entry("properties").or_insert_with(|| Value::Object(JsonObject::new()));
            schema
        }
        _ => JsonObject::new(),
    }
}

fn simplify(schema: &mut Value) {
    match schema {
        Value::Array(schemas) => schemas.iter_mut().for_each(simplify),
        Value::Object(schema) => {
            // A property may be called like a keyword; only where it is one is its value a text.
            if schema.get("format").is_some_and(Value::is_string) {
                schema.remove("format");
            }
            if let Some(Value::Array(types)) = schema.get_mut("type") {
                types.retain(|name| name != "null");
                if let [single] = types.as_slice() {
                    let single = single.clone();
                    schema.insert("type".to_owned(), single);
                }
            }
            // Whether a default is said in words or not, `null` is none, and no text is the same.
            if schema.get("default").is_some_and(|it| it.is_null() || it == "") {
                schema.remove("default");
            }
            for (_, inner) in schema.iter_mut() {
                simplify(inner);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Outer {
        /// How many.
        #[serde(default)]
        count: Option<u32>,
        inner: Vec<Inner>,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Inner {
        format: String,
    }

    #[test]
    fn what_not_every_client_reads_is_left_out() {
        let expected = serde_json::json!({
            "type": "object",
            "properties": {
                "count": { "type": "integer", "minimum": 0, "description": "How many." },
                "inner": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": { "format": { "type": "string" } },
                        "required": ["format"],
                    },
                },
            },
            "required": ["inner"],
        });
        assert_eq!(Value::Object(of_input::<Outer>()), expected);
    }
}
