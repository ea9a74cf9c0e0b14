/// What becomes of a request of the peer.
public enum RequestHandling {
    /// It is answered now.
    case respond(CoAPResponse)
    /// It is answered now, and notifications with its token follow; the endpoint adds the Observe option. Whoever handles
    /// requests decides how many observations there may be.
    case observe(CoAPResponse)
    /// It will be answered by `Endpoint.respond`, which the handler must not call before it has returned.
    case later
    /// It is not answered; a repetition of it is handled anew.
    case ignore
}
