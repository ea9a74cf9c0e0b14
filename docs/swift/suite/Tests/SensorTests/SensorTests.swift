import Foundation
import Testing
import XLwM2M

/// A fresh module for each test, with the generic sensor on it.
struct SensorTests {
    static let file = URL(filePath: #filePath).appending(path: "../../../../../../objects/object_generic_sensor.lua")
        .standardized.path
    let device: Device
    let sensor: String

    init() throws {
        device = try Device(objects: Self.file, product: "SARA-R422S-01B")
        sensor = try device.create("/3300", [5700: 20.0, 5601: 20.0, 5602: 20.0])
    }

    @Test func keepsTheExtremes() throws {
        for value in [21.5, 18.25, 19] { try device.write(sensor + "/5700", .float(value)) }
        #expect(try device.read(sensor)[5601] == 18.25)
        #expect(try device.read(sensor)[5602] == 21.5)
    }

    @Test func tellsTheHostOfANewApplicationType() throws {
        var told: [Event] = []
        device.onEvent = { event in if case .notify = event { told.append(event) } }
        try device.write(sensor + "/5750", "Oven", by: 123)
        #expect(told == [.notify("Application type changed in sensor 0")])
    }

    @Test func takesNoValueFromAServer() throws {
        let refusal = #expect(throws: DeviceError.self) { try device.write(sensor + "/5700", 1, by: 123) }
        #expect(refusal?.code == "4.05")
    }

    @Test func isThereForTheHostToo() throws {
        #expect(device.attachATPort().send(#"AT+ULWM2MREAD="/3300/0/5700""#).last == "OK")
    }
}
