/// A complete request from the peer, with what its response needs.
package final class IncomingRequest {
    package var request: CoAPRequest { context.request }
    package let token: Token
    /// Whether the peer retransmits it until it is acknowledged.
    package let isConfirmable: Bool
    let id: MessageID
    let context: BlockContext

    init(_ context: BlockContext, token: Token, isConfirmable: Bool, id: MessageID) {
        self.context = context
        self.token = token
        self.isConfirmable = isConfirmable
        self.id = id
    }
}

/// What happens to a request from the peer.
package enum RequestHandling {
    /// It is answered now.
    case respond(CoAPResponse)
    /// It is answered now, and notifications with its token follow; the endpoint adds the Observe option. The handler
    /// of the request decides how many observations there may be.
    case observe(CoAPResponse)
    /// It will be answered by `Endpoint.respond`, after `Endpoint.settle` has returned.
    case later
    /// It is not answered; a repetition of it is handled again.
    case ignore
}

/// Checks the options and the method of a request before it is acted on.
///
/// - Source: RFC 7252 §5.4 and §5.7.2; LwM2M 1.0.1 §8.2.
enum RequestCheck {
    /// What to do with a request.
    enum Verdict {
        case fine
        /// It is accepted with these options; elective ones that are unknown, repeated or of a wrong length are left
        /// out.
        case fineWith(Options)
        case refused(CoAPResponse)
    }

    /// The verdict on a request.
    static func verdict(on message: Message) -> Verdict {
        var last: OptionNumber?
        var isToClean = false
        for place in message.options.places {
            let number = place.number
            let isFine = isUnderstood(place, in: message.options) && (number != last || isRepeatable(number))
            last = number
            if isFine { continue }
            if number == .proxyURI || number == .proxyScheme {
                return .refused(CoAPResponse(.proxyingNotSupported, diagnostic: "this is not a proxy"))
            }
            if number.isCritical {
                return .refused(CoAPResponse(.badOption, diagnostic: "option \(number) is not understood"))
            }
            isToClean = true
        }
        if message.code.detail > 4 {
            return .refused(CoAPResponse(.methodNotAllowed, diagnostic: "method \(message.code) is not known"))
        }
        return isToClean ? .fineWith(cleaned(message.options)) : .fine
    }

    /// Whether a response has a critical option that is not understood.
    static func isRejected(_ response: Message) -> Bool {
        response.options.places.contains { option in
            guard option.number.isCritical else { return false }
            return (option.number != .block1 && option.number != .block2) || option.count > 3
        }
    }

    private static func cleaned(_ all: Options) -> Options {
        var last: OptionNumber?
        var options = all
        options.keep { place in
            let isKept = isUnderstood(place, in: all) && (place.number != last || isRepeatable(place.number))
            if isKept { last = place.number }
            return isKept
        }
        return options
    }

    @inline(__always)
    private static func isRepeatable(_ number: OptionNumber) -> Bool {
        switch number {
        case .uriPath, .uriQuery, .etag, .locationPath, .locationQuery: true
        default: false
        }
    }

    /// Whether an option is known and has a valid length.
    private static func isUnderstood(_ option: Options.Place, in options: Options) -> Bool {
        let length = option.count
        switch option.number {
        case .uriPath, .uriQuery: return length <= 255 && options.withBytes(at: option) { Option.isText($0) }
        case .uriHost: return length >= 1 && length <= 255
        case .accept, .contentFormat, .uriPort:
            return length <= 2 || (length <= 4 && options.uint(at: option) ?? .max < 65536)
        case .observe, .block1, .block2: return length <= 3
        case .size1, .size2: return length <= 4
        case .etag: return length >= 1 && length <= 8
        default: return false
        }
    }
}
