public import Modem

/// What `sim` does with the card in the module.
public enum SIMChange: Hashable, Sendable {
    case show
    case remove
    case insert(SIMCard)

    /// The words that it takes beside an IMSI.
    static let words = ["insert", "remove", "test"]

    init(_ word: Word?) throws(ConsoleError) {
        switch word?.text {
        case nil: self = .show
        case "remove"?: self = .remove
        case "insert"?: self = .insert(.default)
        case "test"?: self = .insert(.test)
        case let imsi?:
            guard SIMCard.isIMSI(imsi) else {
                throw ConsoleError(
                    "'\(imsi)' is no IMSI of 15 digits, nor insert, remove or test", column: word?.column)
            }
            var card = SIMCard.default
            card.imsi = imsi
            self = .insert(card)
        }
    }
}
