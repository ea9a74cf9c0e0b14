import LwM2M

/// Who asked for what, for the log.
struct RequestContext {
    /// The file of the Object.
    var file: String
    var path: Path
    var operation: ScriptOperation
    var requester: Requester
}
