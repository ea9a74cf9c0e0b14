import ObjectHost
import Products
import Testing

struct ProductTests {
    @Test func namesThemAllOnce() {
        let names = Product.all.map(\.name)
        #expect(names.count == 39 && Set(names).count == 39)
        #expect(Set(Product.all.map(\.group)) == Set(ProductGroup.allCases))
        #expect(names.contains(Product.default.name) && Product.default.name == "SARA-R510S-01B")
    }

    static let lookups: [(String, String?)] = [
        ("sara-r510s-01b", "SARA-R510S-01B"), ("SARA-R510S-00B", "SARA-R510S-00B"),
        ("Sara-R410M-63b-01", "SARA-R410M-63B-01"), ("lexi-r422", "LEXI-R422"),
        ("SARA-R422M8S", "SARA-R422M8S-00B"), ("SARA-R422M10S", "SARA-R422M10S-01B"),
        ("SARA-R410M-02B-03", "SARA-R410M-02B"), ("SARA-R410M-02B-04", "SARA-R410M-02B"),
        ("SARA-R412M-02B-03", "SARA-R412M-02B"), ("SARA-R410M-02B-02", "SARA-R410M-02B-02"),
        ("sara-r412m-02b-00", "SARA-R412M-02B-00"), ("SARA-R510S-00B-03", "SARA-R510S-00B"),
        ("SARA-R510S-00B-00", "SARA-R510S-00B-00"), ("SARA-R412M-02B-04", "SARA-R412M-02B"),
        // Without a type it is the newest one.
        ("SARA-R422", "SARA-R422-01B"), ("SARA-R422S", "SARA-R422S-01B"), ("SARA-R410M-63B", "SARA-R410M-63B-01"),
        ("sara-r510s", "SARA-R510S-71B"), ("SARA-R410M", "SARA-R410M-83B-01"), ("SARA-R412M", "SARA-R412M-02B"),
        ("SARA-R4", nil), ("LEXI", nil), ("SARA", nil), ("", nil), ("SARA-R510S-01", nil),
        ("SARA-R520", nil),
    ]
    @Test(arguments: lookups) func looksUp(_ name: String, _ found: String?) {
        #expect(Product.named(name)?.name == found)
    }

    /// UBX-18068860 R09, appendix D: the types -03 cannot be disabled for good.
    @Test func knowsItsTypes() throws {
        #expect(try #require(Product.named("SARA-R410M-02B")).commands.hasPersistentDisable)
        #expect(try #require(Product.named("SARA-R410M-02B-04")).commands.hasPersistentDisable)
        let older = try #require(Product.named("sara-r410m-02b-03"))
        #expect(!older.commands.hasPersistentDisable && older.orderingCodes == ["SARA-R410M-02B-03"])
        #expect(try #require(Product.named("SARA-R412M-02B-04")).commands.hasPersistentDisable)
        #expect(try !#require(Product.named("SARA-R412M-02B-03")).commands.hasPersistentDisable)
    }

    /// Each type of a model has a version of its own, and no model that of another.
    @Test func hasFirmwareOfItsOwn() {
        var owners: [String: Set<String>] = [:]
        for product in Product.all {
            let name = product.name
            // The three models of SARA-R5, and those of SARA-R422, share the firmware of a type.
            let kind =
                product.group.isR41 || product.group == .lexi
                ? name
                : String(name.split(separator: "-").dropFirst(2).joined(separator: "-"))
                    + (product.group.isR5 ? " R5" : " R422")
            owners["\(product.firmware.modem),\(product.firmware.application)", default: []].insert(kind)
        }
        for (version, kinds) in owners { #expect(kinds.count == 1, "\(version): \(kinds)") }
    }

    static let forms: [(String, ScriptBindings.URCForm)] = [
        ("SARA-R410M-02B", .lengthAndText), ("SARA-R410M-83B-01", .lengthAndText), ("SARA-R422S-01B", .lengthAndText),
        ("LEXI-R422", .lengthAndText), ("SARA-R500S-00B-00", .text), ("SARA-R510M8S-00B-01", .text),
        ("SARA-R510S-00B", .text), ("SARA-R510S-01B", .either), ("SARA-R500S-61B", .either),
        ("SARA-R510M8S-71B", .either),
    ]
    @Test(arguments: forms) func takesItsFormOfTheURC(_ name: String, _ form: ScriptBindings.URCForm) {
        #expect(Product.named(name)?.urcForm == form)
    }

    @Test func givesTheScriptsWhatTheySee() {
        let bindings = Product.named("SARA-R422-00B")?.bindings
        #expect(bindings?.product == "SARA-R422-00B" && bindings?.hasPulse == true && bindings?.carrierID == 90)
        #expect(bindings?.urcForm.call == "lua_send_urc(length, text)")
    }

    @Test func pulsesOnR4Only() {
        for product in Product.all {
            #expect(product.hasPulse == (!product.group.isR5 && product.supportsLua))
            #expect(product.overridableObjects.isEmpty == !product.group.isR5)
            #expect(Set(product.pulsePins).isSubset(of: product.gpioPins))
        }
        #expect(Product.named("LEXI-R422")?.pulsePins == [14, 15, 16, 17, 18, 29])
        #expect(Product.named("SARA-R410M-02B")?.pulsePins == [16, 19, 23, 24, 25, 42])
    }

    @Test func sendsWhoWantsLuaToTheLaterTypes() {
        let without = Product.all.filter { !$0.supportsLua }
        #expect(
            without.map(\.name)
                == ["SARA-R410M-02B", "SARA-R412M-02B"].flatMap { name in ["00", "01", "02"].map { "\(name)-\($0)" } })
        #expect(Product.all.filter { $0.whyNoLua != nil } == without)
        #expect(
            Product.named("SARA-R410M-02B-00")?.whyNoLua
                == "SARA-R410M-02B-00 runs no Lua Objects of yours, its LwM2M client is for updates of the firmware "
                + "alone: take SARA-R410M-02B (SARA-R410M-02B-04, SARA-R410M-02B-03)")
        #expect(
            Product.named("SARA-R412M-02B-02")?.whyNoLua
                == "SARA-R412M-02B-02 runs no Lua Objects of yours, its LwM2M client is for updates of the firmware "
                + "alone: take SARA-R412M-02B (SARA-R412M-02B-04, SARA-R412M-02B-03)")
    }

    static let codes: [(String, [String])] = [
        ("SARA-R410M-02B", ["SARA-R410M-02B-04", "SARA-R410M-02B-03"]), ("SARA-R410M-02B-01", ["SARA-R410M-02B-01"]),
        ("SARA-R510S-00B", ["SARA-R510S-00B-02", "SARA-R510S-00B-03"]), ("SARA-R510S-01B", ["SARA-R510S-01B-00"]),
    ]
    @Test(arguments: codes) func hasItsOrderingCodes(_ name: String, _ codes: [String]) {
        #expect(Product.named(name)?.orderingCodes == codes)
    }

    @Test func carriesTheFactoryProfile() {
        #expect(Product.named("SARA-R412M-02B")?.identity.carrierID == 0)
        #expect(Product.default.identity.carrierID == 90)
    }

    @Test func hasAnIMEIWithItsCheckDigit() {
        for product in Product.all {
            let digits = product.identity.imei.compactMap(\.wholeNumberValue)
            let sum = digits.enumerated().reduce(0) { sum, digit in
                let doubled = digit.element * 2
                return sum + (digit.offset % 2 == 0 ? digit.element : doubled / 10 + doubled % 10)
            }
            #expect(digits.count == 15 && sum % 10 == 0)
        }
    }
}
