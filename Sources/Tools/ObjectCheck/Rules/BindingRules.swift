import Lua
import ObjectHost
import Products

/// Whether the script calls the client's functions as the product provides them.
struct BindingRules {
    let check: LuaFileCheck
    let uses: [GlobalUse]

    private var product: Product { check.checker.product }

    func findings() -> [Finding] {
        var findings: [Finding] = []
        for use in uses where use.path.count == 1 && use.kind != .write {
            switch use.path[0] {
            case "lua_send_pulse": findings += pulse(use)
            case "lua_send_urc" where use.kind == .call: findings += urc(use)
            case "require" where use.kind == .call: findings += require(use)
            default: break
            }
        }
        return findings
    }

    private func pulse(_ use: GlobalUse) -> [Finding] {
        guard product.hasPulse else {
            if use.isGuarded || use.isTest { return [] }
            guard use.kind == .call else {
                return [
                    check.finding(
                        .bindingRead, line: use.line, "lua_send_pulse is nil on \(product.name): ask for it before use")
                ]
            }
            return [
                check.finding(
                    .bindingMissing, line: use.line,
                    "\(product.name) has no lua_send_pulse: write 'if lua_send_pulse then lua_send_pulse(...) end', or "
                        + "use lua_send_urc")
            ]
        }
        guard use.kind == .call, case .integer(let pin)? = use.arguments?.first?.constant,
            !product.pulsePins.contains(Int(clamping: pin))
        else { return [] }
        let pins = product.pulsePins.map(String.init).joined(separator: ", ")
        return [
            check.finding(
                .pulsePin, line: use.line, "\(product.name) cannot pulse pin \(pin): take one of \(pins)")
        ]
    }

    private func urc(_ use: GlobalUse) -> [Finding] {
        let form = product.urcForm
        guard let arguments = use.arguments else { return [] }
        let count = arguments.count
        guard form.argumentCounts.contains(count) else {
            return [wrongForm(use, "\(count) argument\(count == 1 ? "" : "s")")]
        }
        if count == 1, arguments[0].kind == .number { return [wrongForm(use, "a number")] }
        guard count == 2 else { return [] }
        if arguments[0].kind == .text { return [wrongForm(use, "a text as the length")] }
        guard case .integer(let length)? = arguments[0].constant, case .string(let text)? = arguments[1].constant,
            length != Int64(text.count)
        else { return [] }
        return [
            check.finding(
                .urcLength, line: use.line,
                "the text has \(text.count) bytes, not \(length): pass \(text.count), or string.len of it")
        ]
    }

    private func wrongForm(_ use: GlobalUse, _ given: String) -> Finding {
        check.finding(
            .bindingForm, line: use.line,
            "\(product.name) takes \(product.urcForm.call), and this call gives \(given): change the call, or check "
                + "for the product that it is meant for")
    }

    private func require(_ use: GlobalUse) -> [Finding] {
        guard use.arguments?.count == 1, let module = use.arguments?.first?.constant?.text,
            !KnownNames.modules.contains(module)
        else { return [] }
        return [
            check.finding(
                .requireUnknown, line: use.line,
                "the module has no '\(module)': put its code into the Object's file; require finds "
                    + KnownNames.modules.joined(separator: ", "))
        ]
    }
}
