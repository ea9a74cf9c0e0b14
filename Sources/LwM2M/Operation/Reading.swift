/// What a Read, an Observe or a notification found, with the answer that carries it.
public struct Reading: Hashable, Sendable {
    public var path: Path
    public var node: Node
    /// 2.05 with the content in `format`.
    public var response: Response
    /// The format of the answer, which the notifications of an Observe keep.
    public var format: ContentFormat { response.contentFormat ?? .tlv }
}
