import LwM2M

/// The answer to a request, and whether it begins an observation.
struct ServerReply {
    let response: Response
    let isObserved: Bool

    init(_ response: Response, isObserved: Bool = false) {
        self.response = response
        self.isObserved = isObserved
    }
}
