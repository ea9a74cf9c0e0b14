import Lua
import Modem

/// Whether the product takes note of a file that stands for one of its built-in Objects.
struct ProductNameRules {
    let check: LuaFileCheck
    let probe: ObjectProbe

    func findings() -> [Finding] { nameOfAnother() + replacement() }

    /// Another Object under the name of a built-in one takes its place, and nobody has the built-in one any more.
    private func nameOfAnother() -> [Finding] {
        guard let builtIn = BuiltInObject.all.first(where: { $0.fileName == check.name }),
            let id = probe.registrations.last?.id.integer, id != Int64(builtIn.id)
        else { return [] }
        return [
            check.finding(
                .nameOfBuiltIn, line: check.registrationLine,
                "\(builtIn.name) is the name of the built-in Object \(builtIn.id), and the file registers \(id): where it is "
                    + "loaded Object \(builtIn.id) is not; give file, registered name and global table another name")
        ]
    }

    private func replacement() -> [Finding] {
        let product = check.checker.product
        guard let id = probe.registrations.last?.id.integer,
            let builtIn = product.overridableObjects.first(where: { Int64($0.id) == id })
        else { return [] }
        if check.name == builtIn.name + ".lua" {
            return [
                check.finding(
                    .overridesBuiltIn,
                    "the file replaces the built-in Object \(id) of \(product.name) after AT+ULWM2M=2 and a reset")
            ]
        }
        return [
            check.finding(
                .nameIgnored, line: check.registrationLine,
                "\(product.name) has Object \(id) built in and lets only \(builtIn.name).lua replace it: rename file, "
                    + "registered name and global table to \(builtIn.name)")
        ]
    }
}
