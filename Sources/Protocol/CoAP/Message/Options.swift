/// The options of a message, in the order of their numbers; options with the same number stay in the order in which
/// they were added.
///
/// All options share one buffer, which for a received message is the datagram, so that iterating over them involves no
/// copying and no reference counting.
///
/// - Source: RFC 7252 §3.1.
package struct Options: Sendable {
    /// Where an option is in the buffer.
    struct Place {
        var number: OptionNumber
        var start: Int32
        var count: Int32
    }

    private var bytes: [UInt8]
    private(set) var places: [Place]

    package init() {
        bytes = []
        places = []
    }

    /// Makes a list from options in any order.
    package init(_ options: some Sequence<Option>) {
        self.init()
        for option in options { add(option) }
    }

    /// Makes a list from options that are in a datagram, in order.
    init(in datagram: [UInt8], at places: [Place]) {
        bytes = datagram
        self.places = places
    }

    /// The options one by one.
    package var all: [Option] { places.map { Option($0.number, slice(of: $0)) } }

    package var isEmpty: Bool { places.isEmpty }

    /// The first option with a number.
    package subscript(_ number: OptionNumber) -> Option? { place(of: number).map { Option(number, slice(of: $0)) } }

    private func place(of number: OptionNumber) -> Place? {
        for place in places where place.number == number { return place }
        return nil
    }

    private func slice(of place: Place) -> ArraySlice<UInt8> {
        bytes[Int(place.start)..<Int(place.start + place.count)]
    }

    /// Whether there is an option with this number or a greater one.
    func reaches(_ number: OptionNumber) -> Bool { places.last.map { $0.number >= number } ?? false }

    /// The bytes of an option at its place, not copied.
    @inline(__always)
    func withBytes<Result>(at place: Place, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[Int(place.start)..<Int(place.start + place.count)]))
        }
    }

    /// Calls a closure with the bytes of each option with a number, not copied, until it returns false.
    ///
    /// - Returns: whether it never returned false.
    @discardableResult
    package func forEach(_ number: OptionNumber, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        for place in places where place.number == number {
            guard withBytes(at: place, body) else { return false }
        }
        return true
    }

    /// The texts of all options with a number; invalid UTF-8 is repaired.
    package func texts(_ number: OptionNumber) -> [String] {
        var texts: [String] = []
        forEach(number) { bytes in
            texts.append(String(decoding: bytes, as: UTF8.self))
            return true
        }
        return texts
    }

    /// The number that an option carries; nil if the option is absent or has more than four bytes.
    package func uint(_ number: OptionNumber) -> UInt32? { place(of: number).flatMap { uint(at: $0) } }

    /// The number that the option at a place carries; nil if it does not fit into 32 bits.
    func uint(at place: Place) -> UInt32? { withBytes(at: place) { Option.uint(of: $0) } }

    /// Adds an option after those with the same number.
    package mutating func add(_ option: Option) {
        let place = Place(number: option.number, start: Int32(bytes.count), count: Int32(option.value.count))
        bytes += option.value
        insert(place)
    }

    /// Adds an option with a number as its value.
    package mutating func add(_ number: OptionNumber, uint: UInt32) {
        let start = bytes.count
        for shift in stride(from: UInt32(24), through: 0, by: -8) where uint >> shift != 0 {
            bytes.append(UInt8(truncatingIfNeeded: uint >> shift))
        }
        insert(Place(number: number, start: Int32(start), count: Int32(bytes.count - start)))
    }

    private mutating func insert(_ place: Place) {
        if let last = places.last, last.number > place.number {
            places.insert(place, at: places.firstIndex { $0.number > place.number } ?? places.endIndex)
        } else {
            places.append(place)
        }
    }

    /// Removes all options with a number.
    package mutating func remove(_ number: OptionNumber) { places.removeAll { $0.number == number } }

    /// Removes the options whose places do not satisfy a condition.
    mutating func keep(_ isKept: (Place) -> Bool) { places.removeAll { !isKept($0) } }

    /// Replaces all options with a number by one; nil only removes them.
    package mutating func set(_ number: OptionNumber, uint: UInt32?) {
        if place(of: number) != nil { remove(number) }
        if let uint { add(number, uint: uint) }
    }
}

extension Options: Hashable {
    package static func == (left: Options, right: Options) -> Bool {
        left.places.count == right.places.count
            && zip(left.places, right.places).allSatisfy { a, b in
                a.number == b.number && left.slice(of: a) == right.slice(of: b)
            }
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(all) }
}
