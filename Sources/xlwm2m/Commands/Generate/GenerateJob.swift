import LwM2M

/// An Object that is to be written, and under which name.
struct GenerateJob: Sendable {
    var definition: ObjectDefinition
    var name: String
    /// `sensor.xml:12`, for messages.
    var place: String
}
