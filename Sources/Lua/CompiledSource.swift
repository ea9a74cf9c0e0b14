/// A text that was loaded, and from the second time on what it was compiled to.
struct CompiledSource {
    var text: [UInt8]
    var code: [UInt8]?
}
