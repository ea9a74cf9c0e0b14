/// An observation of the peer at this end.
struct ServedObservation {
    /// The request that began it; nil where it began at another endpoint.
    var request: CoAPRequest?
    /// How large a block that request asked for; nil where it did not.
    var blockExponent: UInt8?
    /// The confirmable notification that is not acknowledged yet.
    var underWay: MessageID?
    /// Whether the notification that is under way is the last one.
    var isEnding = false
    /// What replaces that one, should it have to be repeated, or follows it.
    var next: (response: CoAPResponse, isConfirmable: Bool)?
}
