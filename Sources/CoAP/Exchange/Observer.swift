/// An observation of ours: what the peer notifies.
///
/// - Source: RFC 7641 §3.
final class Observer {
    let id: ExchangeID
    let request: CoAPRequest
    /// The number of the newest notification, and when it came.
    var number: ObserveNumber
    var time: Double
    /// Fetches the rest of the newest notification where that is large.
    var fetch: ExchangeID?
    /// Whether the peer was asked to stop; what still comes is acknowledged, and nobody hears of it.
    var isEnding = false
    let onNotification: (ExchangeOutcome) -> Void

    init(
        id: ExchangeID, request: CoAPRequest, number: ObserveNumber, at time: Double,
        onNotification: @escaping (ExchangeOutcome) -> Void
    ) {
        self.id = id
        self.request = request
        self.number = number
        self.time = time
        self.onNotification = onNotification
    }
}
