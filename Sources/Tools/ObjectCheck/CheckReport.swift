import DDF
import FileSystem
package import Lua
package import Products

/// What a check found.
package struct CheckReport: Hashable, Sendable {
    /// The product that was checked for.
    package var product: String
    /// The paths of the files that were checked, sorted.
    package var files: [String]
    /// Sorted by file and line.
    package var findings: [Finding]
    /// What each set of Lua files does to the start of the client.
    package var sets: [SetVerdict]

    /// Whether the client of the module starts with the files of one set.
    package struct SetVerdict: Hashable, Sendable {
        /// The folder, or empty for files named one by one.
        package var name: String
        /// The files that keep the client from starting.
        package var stoppers: [String]
        /// Whether the product says on its line that its client ended.
        var endsWithURC: Bool
    }

    /// The number of findings of a severity.
    package func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

    /// Whether there is nothing to mend: notes do not count.
    package var isClean: Bool { count(.error) == 0 && count(.warning) == 0 }

    /// Whether the client starts with every set.
    package var starts: Bool { sets.allSatisfy(\.stoppers.isEmpty) }
}

/// A file that is to be checked.
package struct CheckedFile: Hashable, Sendable {
    /// As the caller named it; findings show it.
    package var path: String
    package var content: [UInt8]
    /// Files of one set go onto the module together; the name of their folder, or empty for files named one by one.
    package var set: String

    package init(path: String, content: [UInt8], set: String = "") {
        self.path = path
        self.content = content
        self.set = set
    }

    /// Whether this is a definition; every other file is taken as Lua.
    var isXML: Bool { path.hasSuffix(".xml") || path.hasSuffix(".XML") }
}

/// One thing that the check has to say about a file.
package struct Finding: Hashable, Sendable {
    package var severity: Severity
    /// The rule in kebab-case, `binding-missing`; stable, for filters.
    package var rule: String
    /// The file as the caller named it.
    package var file: String
    /// Counted from 1; 0 if the whole file is meant.
    package var line: Int
    /// What is wrong, a colon, what to do.
    package var message: String
    /// Whether the client of the module does not start with this file in place.
    package var stopsTheStart: Bool

    package init(
        _ severity: Severity, rule: String, file: String, line: Int = 0, message: String, stopsTheStart: Bool = false
    ) {
        self.severity = severity
        self.rule = rule
        self.file = file
        self.line = line
        self.message = message
        self.stopsTheStart = stopsTheStart
    }

    /// A finding of one of our rules, with its severity.
    init(_ rule: Rule, file: String, line: Int = 0, _ message: String) {
        self.init(
            rule.severity, rule: rule.id, file: file, line: line, message: message, stopsTheStart: rule.stopsTheStart)
    }
}

extension Finding: Comparable {
    /// By file, line, rule and words, so that a report is the same in every run.
    package static func < (a: Finding, b: Finding) -> Bool {
        if a.file != b.file { return a.file.utf8.lexicographicallyPrecedes(b.file.utf8) }
        if a.line != b.line { return a.line < b.line }
        if a.rule != b.rule { return a.rule < b.rule }
        return a.message < b.message
    }
}

/// How much a finding matters.
package enum Severity: String, Hashable, Sendable, CaseIterable {
    /// It does not work on the module.
    case error
    /// It may not do what was meant.
    case warning
    /// Good to know; nothing has to be done.
    case note
}

/// Tells whether files would work on a product, without the product.
package struct ObjectChecker {
    package var product: Product
    /// What a script may use while it loads.
    package var limits: LuaLimits

    package init(product: Product, limits: LuaLimits = LuaLimits()) {
        self.product = product
        self.limits = limits
    }

    /// Checks files, each alone and those of one set together.
    package func check(_ files: [CheckedFile]) -> CheckReport {
        var findings: [Finding] = []
        findings += DefinitionNames(files).findings()
        for file in files where file.isXML {
            findings += DDFValidator.findings(file.content, file: file.path).map { finding in
                Finding(
                    finding.severity == .error ? .error : .warning, rule: "xml-" + finding.rule, file: file.path,
                    line: finding.line, message: finding.message)
            }
        }
        var sets: [CheckReport.SetVerdict] = []
        var names: [String] = []
        for file in files where !file.isXML && !names.contains(file.set) { names.append(file.set) }
        for name in names {
            let members = files.filter { !$0.isXML && $0.set == name }
            let found = LuaSetCheck(checker: self, files: members).findings()
            findings += found
            let stoppers = Set(found.filter(\.stopsTheStart).map(\.file)).sorted()
            sets.append(
                CheckReport.SetVerdict(
                    name: name, stoppers: stoppers, endsWithURC: product.group.reportsClientExit))
        }
        let looked = files.filter { $0.isXML || !LuaSetCheck.isPassedOver($0) }
        return CheckReport(
            product: product.name, files: looked.map(\.path).sorted(), findings: Set(findings).sorted(), sets: sets)
    }
}
