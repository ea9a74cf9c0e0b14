/// The options of a message, in the order of their numbers; equal numbers in the order in which they were added.
///
/// - Source: RFC 7252 §3.1.
public struct Options: Hashable, Sendable {
    public private(set) var all: [Option]

    public init() { all = [] }

    /// Takes options in any order.
    public init(_ options: some Sequence<Option>) {
        all = []
        for option in options { add(option) }
    }

    /// Takes options that are in order already.
    init(ordered: [Option]) { all = ordered }

    public var isEmpty: Bool { all.isEmpty }

    /// The first option of a number.
    public subscript(_ number: OptionNumber) -> Option? { all.first { $0.number == number } }

    /// The texts of all options of a number; what is not UTF-8 is repaired.
    public func texts(_ number: OptionNumber) -> [String] {
        var texts: [String] = []
        for option in all where option.number == number { texts.append(String(decoding: option.value, as: UTF8.self)) }
        return texts
    }

    /// The number that an option carries; nil without the option, or where it has more than four bytes.
    public func uint(_ number: OptionNumber) -> UInt32? { self[number]?.uint }

    /// Adds an option after those of its number.
    public mutating func add(_ option: Option) {
        if let last = all.last, last.number > option.number {
            let place = all.firstIndex { $0.number > option.number } ?? all.endIndex
            all.insert(option, at: place)
        } else {
            all.append(option)
        }
    }

    /// Adds an option with a number as its value.
    public mutating func add(_ number: OptionNumber, uint: UInt32) { add(Option(number, uint: uint)) }

    /// Removes all options of a number.
    public mutating func remove(_ number: OptionNumber) { all.removeAll { $0.number == number } }

    /// Replaces all options of a number by one; nil only removes them.
    public mutating func set(_ number: OptionNumber, uint: UInt32?) {
        if all.contains(where: { $0.number == number }) { remove(number) }
        if let uint { add(number, uint: uint) }
    }
}
