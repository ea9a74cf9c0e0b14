/// The non-volatile memory of the module: what commands and the module itself set, under typed keys.
///
/// A value is stored as soon as it is set; what could not be stored is remembered and stored with the next change. A
/// volatile value is never stored and is lost with the power. The keys of the module itself are in `NVMKeys.swift`,
/// those of the AT commands in `ATKeys.swift`.
package final class NVM {
    /// The texts of all values, by the name of the key.
    package private(set) var texts: [String: String] = [:]
    private var volatileNames: Set<String> = []
    /// The names whose values differ from those on disk.
    private(set) var unstoredNames: Set<String> = []
    /// Stores what is not stored yet.
    var store: () -> Void = {}

    init() {}

    /// A value; nil if there is none, or if the stored text cannot be read as one. Setting nil removes it.
    package subscript<Value>(key: NVMKey<Value>) -> Value? {
        get { texts[key.name].flatMap { Value(nvmText: $0) } }
        set { set(key, to: newValue) }
    }

    /// Whether there is a value, even one that cannot be read.
    func holds<Value>(_ key: NVMKey<Value>) -> Bool { texts[key.name] != nil }

    /// Sets a value; nil removes it.
    ///
    /// - Parameter isVolatile: whether it is lost with the power instead of being stored.
    package func set<Value>(_ key: NVMKey<Value>, to value: Value?, isVolatile: Bool = false) {
        setText(key.name, value?.nvmText, isVolatile: isVolatile)
    }

    private func setText(_ name: String, _ text: String?, isVolatile: Bool = false) {
        // By setting the same value again, a host retries what could not be stored.
        let isStored = !unstoredNames.contains(name) || isVolatile
        guard texts[name] != text || volatileNames.contains(name) != isVolatile || !isStored else { return }
        texts[name] = text
        if isVolatile, text != nil { volatileNames.insert(name) } else { volatileNames.remove(name) }
        guard !isVolatile else { return }
        unstoredNames.insert(name)
        store()
    }

    // MARK: - Several values

    /// The readable values of a table, in no particular order.
    func values<Value>(of table: NVMTable<Value>) -> [Value] {
        texts.filter { $0.key.hasPrefix(table.prefix) }.compactMap { Value(nvmText: $0.value) }
    }

    /// Removes all values whose names have a prefix.
    func forgetAll(withPrefix prefix: String) {
        for name in texts.keys where name.hasPrefix(prefix) { setText(name, nil) }
    }

    /// Removes all values but one.
    func forgetAll<Value>(but kept: NVMKey<Value>) {
        for name in texts.keys.sorted() where name != kept.name { setText(name, nil) }
    }

    // MARK: - Power and disk

    /// Power is lost, and the volatile values with it.
    func losePower() {
        for name in volatileNames { texts[name] = nil }
        volatileNames = []
    }

    /// Begins with the values on disk.
    func load(_ stored: [String: String]) { texts = stored }

    /// Sets a value that is stored together with the next change.
    func prepare<Value>(_ key: NVMKey<Value>, _ value: Value?) {
        texts[key.name] = value?.nvmText
        unstoredNames.insert(key.name)
    }

    /// Removes a value that is already gone with the file that held it: there is nothing to store.
    func drop<Value>(_ key: NVMKey<Value>) { texts[key.name] = nil }

    /// The text for a name as it should be on disk; nil if it should not be there.
    func storedText(_ name: String) -> String? { volatileNames.contains(name) ? nil : texts[name] }

    /// All texts that are stored; the initial content of a new database.
    var storedTexts: [String: String] { texts.filter { !volatileNames.contains($0.key) } }

    /// All values are on disk.
    func markStored() { unstoredNames = [] }

    /// The value of a key is not on disk.
    func markUnstored<Value>(_ key: NVMKey<Value>) { unstoredNames.insert(key.name) }
}

/// The name of a value in NVM, and its type.
package struct NVMKey<Value: NVMValue>: Hashable, Sendable {
    /// Names that begin with `module.` are the module's own, those with `at.` belong to the AT commands.
    package let name: String

    /// The key with this name.
    package init(_ name: String) { self.name = name }
}

/// Values of one type in NVM that are distinguished by a number.
struct NVMTable<Value: NVMValue>: Hashable, Sendable {
    /// The prefix of all their names.
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
