import Lua
import Modem

/// Whether the product takes note of a file that stands for one of its built-in Objects.
struct ProductNameRules {
    let check: LuaFileCheck
    let probe: ObjectProbe

    func findings() -> [Finding] {
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
