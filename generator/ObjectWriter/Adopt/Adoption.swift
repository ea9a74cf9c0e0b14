import DDF
import FileSystem
import Lua
package import LwM2M
import ObjectGenerator
import ObjectHost

/// A script in the vendor's form, recreated in ours with the engineer's code in its regions.
package struct Adoption: Sendable {
    /// Code that found no region.
    package struct Rest: Hashable, Sendable {
        /// The lines in the adopted file.
        package var lines: ClosedRange<Int>
        package var reason: String
    }

    /// The name of the new file, without folders.
    package let fileName: String
    package let bytes: [UInt8]
    /// How many statements found a region, by region name in the order of the file.
    package let placed: [(region: String, statements: Int)]
    /// What found no region; it is in a comment at the end of the new file.
    package let rest: [Rest]
    /// The number of comments there that belong to no code.
    package let comments: Int
    /// What else must be fixed in the new file, with its line there.
    package let findings: [(line: Int, message: String)]

    private static let longestFile = 4 << 20

    /// Reads both files.
    ///
    /// - throws: `AdoptionError` for files that do not match each other or the purpose, or cannot be read.
    package init(of path: String, definition xml: String) throws(AdoptionError) {
        let bytes = try Self.read(path, limit: Self.longestFile)
        guard GeneratedFile(reading: bytes).origin == .foreign else {
            throw AdoptionError(
                "\(path): the file was made by xlwm2m generate: xlwm2m generate makes it again and keeps your code")
        }
        try self.init(bytes, file: path, definition: try Self.definition(xml, for: ObjectText(bytes).id))
    }

    /// Reads a script.
    ///
    /// - Parameter file: as errors name it.
    /// - throws: `AdoptionError` for a text that is not of the vendor's form, or of another Object.
    package init(_ script: [UInt8], file: String, definition: ObjectDefinition) throws(AdoptionError) {
        do throws(LuaError) { _ = try LuaState(limits: LuaLimits(memory: 64 << 20)).compile(script, named: file) } catch
        {
            throw AdoptionError("\(error): correct the text before it is adopted")
        }
        let vendor = try VendorScript(script, definition, file: file)
        let regions = vendor.adopted.regions(file: Paths.name(of: file))
        fileName = vendor.name + ".lua"
        bytes = Script.emit(definition, name: vendor.name, custom: regions)
        placed = vendor.adopted.placed
        rest = vendor.adopted.leftovers.compactMap { leftover in
            leftover.reason.map { Rest(lines: leftover.lines, reason: $0) }
        }.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
        comments = vendor.adopted.leftovers.count { $0.reason == nil }
        findings = Self.findings(bytes, fileName, definition)
    }

    /// What prevents the new file from working as it is.
    private static func findings(
        _ bytes: [UInt8], _ name: String, _ definition: ObjectDefinition
    ) -> [(line: Int, message: String)] {
        let dead = DeadNames.find(in: GeneratedFile(reading: bytes), ResourceConstants(definition.resources)).map {
            use in
            (use.line, "\(use.name) is not a constant of the definition\(use.hint)")
        }
        do throws(LuaError) { _ = try LuaState(limits: LuaLimits(memory: 64 << 20)).compile(bytes, named: name) } catch
        {
            return dead + [(0, "\(error)")]
        }
        return dead
    }

    private static func read(_ path: String, limit: Int) throws(AdoptionError) -> [UInt8] {
        do { return try Files.read(path, limit: limit) } catch  where error.isTooLarge {
            throw AdoptionError("\(path): more than \(limit) bytes: give the file of one Object")
        } catch {
            throw AdoptionError("\(error): give the path of a file that can be read", isUnreadable: true)
        }
    }

    /// The definition in a file; if there are several, the one with the id.
    private static func definition(_ xml: String, for id: ObjectID?) throws(AdoptionError) -> ObjectDefinition {
        let limits = DDFLimits()
        let bytes = try read(xml, limit: limits.bytes)
        do {
            let all = try DDFParser.parse(bytes, file: xml, limits: limits, keepsProse: false).map(\.definition)
            if let found = all.first(where: { $0.id == id }) ?? (all.count == 1 ? all.first : nil) { return found }
            throw AdoptionError("\(xml): the file does not define Object \(id.map(String.init) ?? "of the script")")
        } catch let error as AdoptionError {
            throw error
        } catch {
            throw AdoptionError("\(error)")
        }
    }
}

/// Why a file cannot be adopted: where, what is wrong, how to fix it.
package struct AdoptionError: Error, CustomStringConvertible {
    package var description: String
    /// Whether a file cannot be read; otherwise it is not the kind of file that is needed.
    package var isUnreadable: Bool

    init(_ description: String, isUnreadable: Bool = false) {
        (self.description, self.isUnreadable) = (description, isUnreadable)
    }
}
