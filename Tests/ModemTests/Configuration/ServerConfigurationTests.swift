import Modem
import Testing

/// The lists of `+ULWM2MCONFIG` as the note prints them.
@Suite struct ServerConfigurationTests {
    struct Printed: Sendable, CustomTestStringConvertible {
        let product: String
        let profile: Int
        let lists: [[Int]]
        var testDescription: String { "\(product), profile \(profile)" }
    }

    static let printed = [
        Printed(
            product: "SARA-R510S-00B-01", profile: 3,
            lists: [
                [101, 0, 1, 1, 0, 1, 0, 240, 0, 0, 2], [102, 1, 1, 1, 0, 1, 0, 240, 0, 1, 2],
                [1000, 0, 1, 255, 0, 0, 0, 240, 0, 0, 2], [721, 0, 1, 255, 1, 0, 0, 40, 0, 0, 2],
            ]),
        Printed(product: "SARA-R510S-01B", profile: 90, lists: [[721, 0, 1, 255, 1, 0, 0, 0, 40, 0, 0, 0]]),
        Printed(
            product: "SARA-R510S-01B", profile: 2,
            lists: [
                [0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 3, 1, 0, 1, 1, 0, 40, 0, 0, 0],
                [3, 1, 3, 1, 0, 1, 1, 0, 40, 0, 0, 0], [721, 0, 1, 255, 1, 0, 0, 0, 40, 0, 0, 0],
            ]),
        Printed(product: "SARA-R410M-02B", profile: 100, lists: [[721, 0, 1, 1, 0]]),
        Printed(product: "SARA-R410M-02B", profile: 28, lists: [[721, 0, 1, 2, 0]]),
        Printed(product: "SARA-R510S-00B-00", profile: 90, lists: [[721, 0, 1, 1, 0, 0, 0, 0, 0, 0]]),
    ]

    @Test(arguments: printed) func printsTheFactoryValues(_ expected: Printed) throws {
        let product = try #require(Product.named(expected.product))
        let profile = try #require(MNOProfile.numbered(expected.profile))
        #expect(profile.serverConfigurations(on: product).map { $0.list(on: product) } == expected.lists)
    }

    @Test func takesAShortList() throws {
        let product = try #require(Product.named("SARA-R510S-01B"))
        var configuration = ServerConfiguration(serverID: 123)
        configuration.take([123, 0, 1, 1, 0, 0, 0, 0, 40, 0, 0, 1], on: product)
        configuration.take([123, 1, 1, 2, 0], on: product)
        #expect(configuration.list(on: product) == [123, 1, 1, 2, 0, 0, 0, 0, 40, 0, 0, 1])
        #expect(configuration.isDisabled(whileRoaming: false))
        #expect(ServerConfiguration(configuration.text) == configuration)
        #expect(ServerConfiguration("1,2,x") == nil)
    }

    @Test func restsWhileRoamingAlone() {
        var configuration = ServerConfiguration(serverID: 102)
        configuration[.serverDisabled] = 2
        #expect(configuration.isDisabled(whileRoaming: true))
        #expect(!configuration.isDisabled(whileRoaming: false))
    }

    @Test func tearsDownAsTheProfileSays() throws {
        let product = try #require(Product.named("SARA-R510S-01B"))
        #expect(ClientConfiguration(try #require(MNOProfile.numbered(3)), on: product).teardown == 60)
        let global = ClientConfiguration(try #require(MNOProfile.numbered(90)), on: product)
        #expect(global.teardown == 90)
        #expect(global.productionMode && global.productionSIM == "00101")
    }
}
