//! Terms of SHACL, in which rules are written.

namespace! {
    /// SHACL: what rules are made of, as far as people read it.
    sh = "http://www.w3.org/ns/shacl#" {
        /// A rule about things.
        NODE_SHAPE = "NodeShape";
        /// A rule about the values of a property.
        PROPERTY_SHAPE = "PropertyShape";
        /// What a rule demands, for people.
        NAME = "name";
        /// What is said where a rule is broken.
        MESSAGE = "message";
        /// How much it weighs.
        SEVERITY = "severity";
        /// The class whose members a rule looks at.
        TARGET_CLASS = "targetClass";
        /// The property whose subjects a rule looks at.
        TARGET_SUBJECTS_OF = "targetSubjectsOf";
        /// The property whose values a rule looks at.
        TARGET_OBJECTS_OF = "targetObjectsOf";
        /// A thing that a rule looks at.
        TARGET_NODE = "targetNode";
    }
}
