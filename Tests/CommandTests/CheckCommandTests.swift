import Foundation
import TestSupport
import Testing

struct CheckCommandTests {
    static let good = "objects/object_generic_sensor.lua"
    /// The types of UBX-18068860 R09 that run Lua Objects.
    static let luaProducts = 33

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let exitCode: Int32
        /// The end of what stands on standard output or, for a failure, on standard error.
        let output: String
    }
    static let cases = [
        Case(
            testDescription: "a right Object", arguments: [good], exitCode: 0,
            output: "1 file checked for SARA-R510S-01B: 0 errors, 0 warnings, 0 notes\n"),
        Case(
            testDescription: "a folder", arguments: ["--product", "lexi-r422", "objects"], exitCode: 0,
            output: " checked for LEXI-R422: 0 errors, 0 warnings, 0 notes\n"),
        Case(
            testDescription: "every product", arguments: ["--product", "all", good], exitCode: 0,
            output: "1 file checked for \(luaProducts) products: 0 errors, 0 warnings, 0 notes\n"),
        Case(
            testDescription: "two products", arguments: ["--product", "lexi-r422,SARA-R500S-00B", good], exitCode: 0,
            output: "1 file checked for 2 products: 0 errors, 0 warnings, 0 notes\n"),
        Case(
            testDescription: "one product, named twice", arguments: ["--product", "lexi-r422,LEXI-R422", good],
            exitCode: 0,
            output: "1 file checked for LEXI-R422: 0 errors, 0 warnings, 0 notes\n"),
        Case(
            testDescription: "a definition", arguments: ["generator/definitions/3300.xml"], exitCode: 0,
            output: "1 file checked for SARA-R510S-01B: 0 errors, 0 warnings, 0 notes\n"),
        Case(
            testDescription: "nothing to check", arguments: [], exitCode: 2,
            output: "xlwm2m check: name a file or a folder to check\nxlwm2m check --help shows how it is used\n"),
        Case(
            testDescription: "another kind of file", arguments: ["Package.swift"], exitCode: 2,
            output: "xlwm2m check: Package.swift is neither .lua nor .xml: name Objects or definitions\n"
                + "xlwm2m check --help shows how it is used\n"),
        Case(
            testDescription: "another format", arguments: ["--format", "xml", good], exitCode: 2,
            output: "xlwm2m check: option '--format' takes text, json, github, sarif, not 'xml'\n"
                + "xlwm2m check --help shows how it is used\n"),
        Case(
            testDescription: "too little memory for any script", arguments: ["--memory", "1000", good], exitCode: 3,
            output:
                "xlwm2m check: the scripts' host: a Lua state does not fit into 1000 bytes: give more with --memory\n"),
        Case(
            testDescription: "too few instructions for any script, on every product",
            arguments: ["--product", "all", "--instructions", "1", good], exitCode: 3,
            output: "xlwm2m check: the scripts' host: the budget of 1 instructions is used up: "
                + "give more with --instructions\n"),
        Case(
            testDescription: "a path that is not there", arguments: ["nowhere.lua"], exitCode: 3,
            output: "xlwm2m check: nowhere.lua does not exist: name a file or a folder\n"),
        Case(
            testDescription: "a folder without files to check", arguments: ["Tests"], exitCode: 3,
            output: "xlwm2m check: Tests has no .lua and no .xml file: name the folder that has\n"),
    ]
    @Test(arguments: cases) func ends(_ test: Case) throws {
        let run = try Program.run(["check"] + test.arguments)
        #expect(run.exitCode == test.exitCode)
        let output = test.exitCode > 1 ? run.standardError : run.standardOutput
        #expect(output.hasSuffix(test.output), "\(output)")
    }

    @Test(arguments: ["check", "test"]) func refusesAProductBesideAll(_ command: String) throws {
        for products in ["all,sara-r510s-01", "sara-r510s-01,all"] {
            let run = try Program.run([command, "--product", products, Self.good])
            #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
            #expect(run.standardError.hasPrefix("xlwm2m \(command): unknown product 'sara-r510s-01'; did you mean "))
        }
        for products in [",", "", "all,", "LEXI-R422,,SARA-R422S-01B"] {
            let run = try Program.run([command, "--product", products, Self.good])
            #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
            #expect(
                run.standardError == "xlwm2m \(command): option '--product' lacks a name in '\(products)'; "
                    + "xlwm2m products lists all\nxlwm2m \(command) --help shows how it is used\n")
        }
        let all = try Program.run(["check", "--product", "LEXI-R422,all,LEXI-R422", Self.good])
        #expect(all.standardOutput.hasPrefix("1 file checked for \(Self.luaProducts) products: "))
    }

    @Test func refusesAnUnknownProduct() throws {
        let run = try Program.run(["check", "--product", "sara-r510s-01", Self.good])
        #expect(run.exitCode == 2)
        #expect(
            run.standardError.hasPrefix(
                "xlwm2m check: unknown product 'sara-r510s-01'; did you mean 'SARA-R510S-01B'?; the nearest are "))
    }

    /// What several products have against a file is told once, with those that have it.
    @Test func namesTheProductsThatAFindingIsFor() throws {
        let folder = try TemporaryFolder()
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent(Self.good), encoding: .utf8)
        let marker = "-- custom write: your code between these two lines is kept\n"
        let code = "  lua_send_urc(tostring(value))\n  lua_send_ucr()\n"
        let line = text.components(separatedBy: marker)[0].components(separatedBy: "\n").count + 1
        try folder.write(text.replacingOccurrences(of: marker, with: marker + code), to: "object_generic_sensor.lua")
        let products = ["SARA-R422S-01B", "SARA-R500S-00B", "LEXI-R422"]
        let run = try Program.run(
            ["check", "--product", products.joined(separator: ","), "object_generic_sensor.lua"], in: folder.url)
        #expect(run.exitCode == 1)
        #expect(
            run.standardOutput == """
                object_generic_sensor.lua:\(line): error: SARA-R422S-01B takes lua_send_urc(length, text), and this call gives 1 \
                argument: change the call, or check for the product that it is meant for [binding-form] (SARA-R422S-01B, \
                LEXI-R422)
                object_generic_sensor.lua:\(line + 1): error: no product has a function 'lua_send_ucr'; did you mean \
                'lua_send_urc'?: correct the name [binding-unknown]
                1 file checked for 3 products: 2 errors, 0 warnings, 0 notes

                """)
        // Many of them are listed once, below.
        let all = try Program.run(["check", "--product", "all", "object_generic_sensor.lua"], in: folder.url)
        #expect(all.standardOutput.contains(" [binding-form] (15 products, list 1)\n"), "\(all.standardOutput)")
        #expect(all.standardOutput.contains("\nlist 1: SARA-R410M-02B, SARA-R412M-02B, "))
        let json = try Program.run(
            ["check", "--format", "json", "--product", products.joined(separator: ","), "object_generic_sensor.lua"],
            in: folder.url)
        let value = try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: [[String: Any]]]
        #expect(value?["products"]?.compactMap { $0["product"] as? String } == products)
        #expect(value?["products"]?.compactMap { $0["errors"] as? Int } == [2, 1, 2])
        let clean = text.replacingOccurrences(of: marker, with: marker + "  lua_send_urc(tostring(value))\n")
        try folder.write(clean, to: "object_generic_sensor.lua")
        let last = try Program.run(
            ["check", "--product", products.joined(separator: ","), "object_generic_sensor.lua"], in: folder.url)
        #expect(last.standardOutput.hasSuffix("nothing to mend for SARA-R500S-00B\n"))
    }

    @Test func findsAndSaysWhatToDo() throws {
        let folder = try TemporaryFolder()
        try folder.write("lua_send_ucr('x')\nprint(coap.COAP_204_CHANGE)\n", to: "object_x.lua")
        let run = try Program.run(["check", "object_x.lua"], in: folder.url)
        #expect(run.exitCode == 1 && run.standardError.isEmpty)
        #expect(
            run.standardOutput == """
                object_x.lua:1: error: no product has a function 'lua_send_ucr'; did you mean 'lua_send_urc'?: correct \
                the name [binding-unknown]
                object_x.lua:1: error: loading it fails: attempt to call a nil value (global 'lua_send_ucr') \
                [load-error]
                object_x.lua:2: error: 'coap.COAP_204_CHANGE' does not exist; did you mean 'COAP_204_CHANGED'?: \
                correct the name; what it stands for is nil [constant-unknown]
                the LwM2M client of SARA-R510S-01B would not start until this is mended or deleted: object_x.lua
                1 file checked for SARA-R510S-01B: 3 errors, 0 warnings, 0 notes

                """)
    }

    @Test func keepsToTheLimitsGiven() throws {
        let folder = try TemporaryFolder()
        try folder.write("while true do end\n", to: "object_x.lua")
        try folder.write("local t = {} for i = 1, 1e5 do t[i] = {} end\n", to: "object_y.lua")
        let run = try Program.run(
            ["check", "--memory", "500000", "--instructions", "2000000", "object_x.lua", "object_y.lua"],
            in: folder.url)
        #expect(run.exitCode == 1)
        #expect(run.standardOutput.contains("does not end within 2000000 instructions"))
        #expect(run.standardOutput.contains("needs more than 500000 bytes"))
    }

    @Test(arguments: ["json", "sarif"]) func printsWhatOthersRead(_ format: String) throws {
        let run = try Program.run(["check", "--format", format, Self.good])
        #expect(run.exitCode == 0)
        let value = try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any]
        #expect(format == "sarif" ? value?["version"] as? String == "2.1.0" : value?["starts"] as? Bool == true)
    }
}
