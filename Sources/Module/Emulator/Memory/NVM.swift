/// The non-volatile memory of the module: what commands and the module itself set, by typed keys.
///
/// A value is stored as soon as it is set; what could not be stored is remembered and stored with the next change. A
/// volatile value is never stored and goes with the power. The keys of the module itself are in `NVMKeys.swift`, those of
/// the AT commands in `ATKeys.swift`.
package final class NVM {
    /// The texts of all values, by the name of the key.
    package private(set) var texts: [String: String] = [:]
    private var volatileNames: Set<String> = []
    /// The names whose values differ from what the disk has.
    private(set) var unstoredNames: Set<String> = []
    /// Stores what is not stored yet.
    var store: () -> Void = {}

    init() {}

    /// A value; nil if there is none, or if the text that stands there is not one. Setting nil forgets it.
    package subscript<Value>(key: NVMKey<Value>) -> Value? {
        get { texts[key.name].flatMap { Value(nvmText: $0) } }
        set { set(key, to: newValue) }
    }

    /// Whether there is a value, even one that cannot be read.
    func holds<Value>(_ key: NVMKey<Value>) -> Bool { texts[key.name] != nil }

    /// Sets a value; nil forgets it.
    ///
    /// - Parameter isVolatile: whether it goes with the power instead of being stored.
    package func set<Value>(_ key: NVMKey<Value>, to value: Value?, isVolatile: Bool = false) {
        setText(key.name, value?.nvmText, isVolatile: isVolatile)
    }

    private func setText(_ name: String, _ text: String?, isVolatile: Bool = false) {
        // Setting the same value again is how a host repeats what could not be stored.
        let isStored = !unstoredNames.contains(name) || isVolatile
        guard texts[name] != text || volatileNames.contains(name) != isVolatile || !isStored else { return }
        texts[name] = text
        if isVolatile, text != nil { volatileNames.insert(name) } else { volatileNames.remove(name) }
        guard !isVolatile else { return }
        unstoredNames.insert(name)
        store()
    }

    // MARK: - Several values

    /// The values of a table that can be read, in no order.
    func values<Value>(of table: NVMTable<Value>) -> [Value] {
        texts.filter { $0.key.hasPrefix(table.prefix) }.compactMap { Value(nvmText: $0.value) }
    }

    /// Forgets all values whose names begin so.
    func forgetAll(withPrefix prefix: String) {
        for name in texts.keys where name.hasPrefix(prefix) { setText(name, nil) }
    }

    /// Forgets all values but one.
    func forgetAll<Value>(but kept: NVMKey<Value>) {
        for name in texts.keys.sorted() where name != kept.name { setText(name, nil) }
    }

    // MARK: - Power and disk

    /// Power is gone, and the volatile values with it.
    func losePower() {
        for name in volatileNames { texts[name] = nil }
        volatileNames = []
    }

    /// Begins with the values that the disk has.
    func load(_ stored: [String: String]) { texts = stored }

    /// Sets a value that is stored together with the next change.
    func prepare<Value>(_ key: NVMKey<Value>, _ value: Value?) {
        texts[key.name] = value?.nvmText
        unstoredNames.insert(key.name)
    }

    /// A value has gone together with the file that held it: there is nothing to store.
    func drop<Value>(_ key: NVMKey<Value>) { texts[key.name] = nil }

    /// The text of a name as the disk is to have it; nil if it is to have none.
    func storedText(_ name: String) -> String? { volatileNames.contains(name) ? nil : texts[name] }

    /// All texts that are stored, with which a new database begins.
    var storedTexts: [String: String] { texts.filter { !volatileNames.contains($0.key) } }

    /// The disk has all values.
    func markStored() { unstoredNames = [] }

    /// The disk does not have the value of a key.
    func markUnstored<Value>(_ key: NVMKey<Value>) { unstoredNames.insert(key.name) }
}

/// The name of a value in NVM, and the type that it has there.
package struct NVMKey<Value: NVMValue>: Hashable, Sendable {
    /// Names that begin with `module.` are the module's own, those with `at.` belong to the AT commands.
    package let name: String

    /// The key with this name.
    package init(_ name: String) { self.name = name }
}

/// Values of one type in NVM that are told apart by a number.
struct NVMTable<Value: NVMValue>: Hashable, Sendable {
    /// What all their names begin with.
    let prefix: String

    subscript(number: some FixedWidthInteger) -> NVMKey<Value> { NVMKey("\(prefix)\(number)") }
}

/// A type that NVM can hold: a text in the table `setting` of object.db.
package protocol NVMValue {
    /// Reads what `nvmText` wrote; nil for any other text.
    init?(nvmText text: String)

    var nvmText: String { get }
}

extension String: NVMValue {
    package init?(nvmText text: String) { self = text }
    package var nvmText: String { self }
}

extension Int: NVMValue {
    package init?(nvmText text: String) { self.init(text) }
    package var nvmText: String { String(self) }
}

/// `1` for true; any other text is false.
extension Bool: NVMValue {
    package init?(nvmText text: String) { self = text == "1" }
    package var nvmText: String { self ? "1" : "0" }
}

/// Words without blanks, separated by blanks.
extension [String]: NVMValue {
    package init?(nvmText text: String) { self = text.split(separator: " ").map(String.init) }
    package var nvmText: String { joined(separator: " ") }
}

extension NVMValue where Self: RawRepresentable, RawValue == String {
    package init?(nvmText text: String) { self.init(rawValue: text) }
    var nvmText: String { rawValue }
}
