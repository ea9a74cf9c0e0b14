import DDF
import FileSystem
package import Lua
package import ObjectHost
package import Products

/// The result of a check.
package struct CheckReport: Hashable, Sendable {
    /// The product that the files were checked for.
    package var product: String
    /// The paths of the files that were checked, sorted.
    package var files: [String]
    /// Sorted by file and line.
    package var findings: [Finding]
    /// How each set of Lua files affects the start of the client.
    package var sets: [SetVerdict]

    /// Whether the client of the module starts with the files of one set.
    package struct SetVerdict: Hashable, Sendable {
        /// The folder, or empty for files given one by one.
        package var name: String
        /// The files that prevent the client from starting.
        package var stoppers: [String]
        /// Whether the product reports with a URC that its client ended.
        var endsWithURC: Bool
    }

    /// The number of findings of a severity.
    package func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

    /// Whether there is nothing to fix; notes do not count.
    package var isClean: Bool { count(.error) == 0 && count(.warning) == 0 }

    /// Whether the client starts with every set.
    package var starts: Bool { sets.allSatisfy(\.stoppers.isEmpty) }
}

/// A file to be checked.
package struct CheckedFile: Hashable, Sendable {
    /// As the caller gave it; findings show it.
    package var path: String
    package var content: [UInt8]
    /// Files of one set are stored on the module together; the folder's name, or empty for files given one by one.
    package var set: String

    package init(path: String, content: [UInt8], set: String = "") {
        self.path = path
        self.content = content
        self.set = set
    }

    /// Whether this is a definition; any other file is treated as Lua.
    var isXML: Bool { path.hasSuffix(".xml") || path.hasSuffix(".XML") }
}

/// A finding of the check about a file.
package struct Finding: Hashable, Sendable {
    package var severity: Severity
    /// The rule in kebab-case, `binding-missing`; stable, for filters.
    package var rule: String
    /// The file as the caller gave it.
    package var file: String
    /// Counted from 1; 0 for the whole file.
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
    /// By file, line, rule and message, so that a report is the same in every run.
    package static func < (a: Finding, b: Finding) -> Bool {
        if a.file != b.file { return a.file.utf8.lexicographicallyPrecedes(b.file.utf8) }
        if a.line != b.line { return a.line < b.line }
        if a.rule != b.rule { return a.rule < b.rule }
        return a.message < b.message
    }
}

/// The severity of a finding.
package enum Severity: String, Hashable, Sendable, CaseIterable {
    /// It does not work on the module.
    case error
    /// It may not do what was intended.
    case warning
    /// Good to know; nothing has to be done.
    case note
}

/// Checks whether files would work on a product, without the product itself.
package struct ObjectChecker {
    package var product: Product
    /// The limits for a script while it loads.
    package var limits: LuaLimits

    package init(product: Product, limits: LuaLimits = LuaLimits()) {
        self.product = product
        self.limits = limits
    }

    /// Makes a device as each file has one to load into: without it nothing can be checked.
    ///
    /// - throws: `.setup` if the limits are too small for it.
    package func tryLimits() throws(ObjectHostError) { _ = try ObjectProbe.host(for: self) }

    /// Checks files, each on its own and those of each set together.
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
