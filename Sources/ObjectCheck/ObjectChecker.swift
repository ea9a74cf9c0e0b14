import DDF
import FileSystem
public import Lua
public import Modem

/// Tells whether files would work on a product, without the product.
public struct ObjectChecker {
    public var product: Product
    /// What a script may use while it loads.
    public var limits: LuaLimits

    public init(product: Product, limits: LuaLimits = LuaLimits()) {
        self.product = product
        self.limits = limits
    }

    /// Checks files, each alone and those of one set together.
    public func check(_ files: [CheckedFile]) -> CheckReport {
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
