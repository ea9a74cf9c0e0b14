import LwM2M

/// An Object that is to be written, and under which name.
struct GenerateJob: Sendable {
    var definition: ObjectDefinition
    var name: String
    /// `sensor.xml:12`, for messages.
    var place: String

    /// The file of the Object, without folders.
    var script: String { name + ".lua" }
    /// The file of its tests, without folders.
    var test: String { name + "_test.lua" }
}
