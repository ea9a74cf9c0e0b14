import Lua
import LwM2M

/// What the hosts of many modules have in common: the code of each text, and the definition that it makes. One of each is
/// in the memory, however many modules there are.
///
/// It has one owner, as its hosts have.
package final class SharedObjects {
    let code = SharedCode()
    private var definitions: [String: ObjectDefinition] = [:]
    private var texts: [String: [UInt8]] = [:]

    package init() {}

    /// The text that is in the memory already, if it is the same; else this one.
    package func text(_ text: [UInt8], of file: String) -> [UInt8] {
        if let known = texts[file], known == text { return known }
        texts[file] = text
        return text
    }

    /// The definition that is in the memory already, if it is the same; else this one.
    func definition(_ definition: ObjectDefinition, of file: String) -> ObjectDefinition {
        if let known = definitions[file], known == definition { return known }
        definitions[file] = definition
        return definition
    }
}
