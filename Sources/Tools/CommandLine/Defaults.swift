/// What a project says once for the commands that it concerns.
package enum SharedSetting: String, CaseIterable {
    case product, profile, server, folders

    /// The option that takes it; nil for the words that are not options.
    package var option: String? { self == .folders ? nil : "--" + rawValue }
}

/// What a command is given where its command line says nothing.
package struct CommandDefaults {
    /// An option with its values.
    package struct Option {
        /// The spelling with two dashes.
        package var name: String
        /// As on a command line; an empty one for a flag.
        package var values: [String]
        /// Where it stands, `xlwm2m.json:3:5`, for errors about it.
        package var place: String

        package init(name: String, values: [String], place: String) {
            (self.name, self.values, self.place) = (name, values, place)
        }
    }

    package var options: [Option] = []
    /// The words that are not options.
    package var operands: [String] = []
    /// Options that name something else in the place of these words.
    package var operandsUnless: Set<String> = ["--flash", "--replay"]

    package init() {}
}

extension Declarations {
    /// Gives the options that the command line did not name what the project says.
    ///
    /// - throws: a usage failure with the place for a value that an option does not accept.
    package func apply(_ defaults: CommandDefaults) throws {
        for value in defaults.options {
            guard let option = options.first(where: { $0.name == value.name }), !option.isGiven else { continue }
            guard value.values.count == 1 || option.takesSeveral else {
                throw CommandFailure.usage("\(value.place): option '\(option.name)' takes one value")
            }
            option.given = value.values
            do { try option.readValues() } catch let failure as CommandFailure {
                throw CommandFailure(code: failure.code, message: "\(value.place): \(failure.message)")
            }
        }
    }
}
