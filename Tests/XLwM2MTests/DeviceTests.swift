import Foundation
import TestSupport
import Testing
import XLwM2M

/// The library as a program of somebody else's uses it: by what is public.
struct DeviceTests {
    static let sensorFile = Corpus.checkout.appendingPathComponent("objects/object_generic_sensor.lua").path

    static func sensor(product: String = "SARA-R510S-01B", bindings: [String: Binding] = [:]) throws -> Device {
        try Device(objects: sensorFile, product: product, bindings: bindings)
    }

    @Test func readsWhatWasWritten() throws {
        let device = try Self.sensor()
        #expect(try device.create("/3300", [5701: "Cel", 5700: 21]) == "/3300/0")
        #expect(try device.create("/3300/7") == "/3300/7")
        try device.write("/3300/0/5700", 21.5)
        #expect(try device.read("/3300/0/5700") == 21.5)
        #expect(try device.read("/3300/0")[5701] == "Cel")
        try device.write("/3300/0", [5701: "K", 5750: "Oven"])
        #expect(try device.read("/3300")[0][5750] == "Oven")
        #expect(try device.read("/3300")[1] == .none)
        try device.execute("/3300/0/5605", by: 123)
        try device.delete("/3300/0")
        #expect(throws: DeviceError.self) { try device.read("/3300/0") }
    }

    /// A Resource of each type, what is written, and what is read then where that is something else.
    static let values: [(UInt16, Value, Value?)] = [
        (0, "text", nil), (1, -7, nil), (1, 7.0, 7), (2, 21.5, nil), (2, 3, 3.0), (3, true, nil),
        (4, .bytes([0, 255]), nil), (4, "ab", .bytes([97, 98])), (5, 1_700_000_000, nil), (6, "3:0", nil), (7, 42, nil),
        (8, "</3/0>", nil), (10, [0: "a", 7: "b"], nil), (11, [:], nil), (14, [0: .bytes([1])], nil),
    ]
    @Test(arguments: values) func carriesEveryType(_ resource: UInt16, _ written: Value, _ read: Value?) throws {
        let file = Corpus.checkout.appendingPathComponent("generator/golden/object_every_type.lua").path
        let device = try Device(objects: file)
        try device.create("/26301/0")
        try device.write("/26301/0/\(resource)", written)
        #expect(try device.read("/26301/0/\(resource)") == read ?? written)
        if case .table = written, written != [:] {
            try device.write("/26301/0/\(resource)/9", resource == 14 ? .bytes([9]) : "z")
            #expect(try device.read("/26301/0/\(resource)")[9] != .none)
            #expect(try device.read("/26301/0/\(resource)/9") == (resource == 14 ? .bytes([9]) : "z"))
        }
    }

    @Test func isReadable() throws {
        let device = try Self.sensor()
        try device.create("/3300", [5701: "C\"el"])
        #expect(
            "\(try device.read("/3300/0"))".hasPrefix(
                #"{5601: 0.0, 5602: 0.0, 5603: 0.0, 5604: 0.0, 5700: 0.0, 5701: "C\"el", "#))
        #expect("\([.bytes([1]): [true, nil] as [Value]] as [Value: [Value]])" == "[[1]: [true, none]]")
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let request: @Sendable (Device) throws -> Void
        let code: String
    }

    static let refusals = [
        Refusal(testDescription: "no such Object", request: { _ = try $0.read("/9") }, code: "4.04"),
        Refusal(testDescription: "no path", request: { _ = try $0.read("sensor") }, code: "4.04"),
        Refusal(
            testDescription: "a server writes what is read-only",
            request: { try $0.write("/3300/0/5700", 1, by: 123) }, code: "4.05"),
        Refusal(testDescription: "a text for a number", request: { try $0.write("/3300/0/5700", "hot") }, code: "4.00"),
        Refusal(
            testDescription: "a table that is none of Resources", request: { try $0.write("/3300/0", ["a": 1]) },
            code: "4.00"),
        Refusal(testDescription: "one value for an instance", request: { try $0.write("/3300/0", 1) }, code: "4.00"),
        Refusal(
            testDescription: "a server before it is there", request: { try $0.execute("/3300/9/5605", by: 123) },
            code: "4.04"),
    ]
    @Test(arguments: refusals) func refuses(_ refusal: Refusal) throws {
        let device = try Self.sensor()
        try device.create("/3300")
        let error = #expect(throws: DeviceError.self) { try refusal.request(device) }
        #expect(error?.code == refusal.code, "\(error?.message ?? "")")
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let files: [String: String]
        var product = "SARA-R510S-01B"
        let words: String
    }

    static let faults = [
        Fault(testDescription: "an empty folder", files: [:], words: "holds no object_*.lua"),
        Fault(
            testDescription: "a file that is no Lua", files: ["object_a.lua": "local = 1\n"],
            words: "object_a.lua:1: <name> expected near '='"),
        Fault(
            testDescription: "an unknown product", files: [:], product: "SARA-R999",
            words: "there is no product 'SARA-R999': Device.productNames lists them"),
    ]
    @Test(arguments: faults) func saysWhyThereIsNone(_ fault: Fault) throws {
        let folder = try TemporaryFolder()
        for (name, text) in fault.files { try folder.write(text, to: name) }
        let error = #expect(throws: DeviceError.self) {
            _ = try Device(objects: folder.url.path, product: fault.product)
        }
        #expect(error?.message.contains(fault.words) == true && error?.code == nil, "\(error?.message ?? "")")
    }

    @Test func saysThatThereIsNoFolder() throws {
        let error = #expect(throws: DeviceError.self) { _ = try Device(objects: "/nowhere") }
        #expect(error?.message == "there is no folder and no file /nowhere: name one with Objects, object_*.lua")
    }

    @Test func hasTheProductsThatServeObjects() throws {
        #expect(Device.productNames.contains("SARA-R422S-01B"))
        #expect(!Device.productNames.contains("SARA-R410M-02B-00"))
        let old = try Self.sensor(product: "SARA-R422S-01B")
        var pulses: [Event] = []
        old.onEvent = { event in if case .pulse = event { pulses.append(event) } }
        try old.create("/3300")
        try old.write("/3300/0/5700", 1.5)
        #expect(pulses == [.pulse(pin: 16)])
    }
}
