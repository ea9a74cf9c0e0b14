import Emulator
import LwM2M
import Products
import Testing

/// What a new database holds, against what real modules list.
struct FactoryDatabaseTests {
    struct Listing: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let profile: Int
        /// In the module's order.
        let instances: String
    }

    static let listings = [
        // UBX-18068860 R09 §4.2, whose module has fewer Objects than table 1.
        Listing(
            testDescription: "SARA-R410M-02B", profile: 100,
            instances: "/2/1 /2/2 /2/3 /2/4 /2/5 /2/6 /2/7 /2/8 /2/9 /2/10 /2/11 /2/12 /2/0 /3/0 /4/0 /5/0 /7 /16 "
                + "/3300 /10 /11/0 /1/1 /6 /14/1 /14/2 /14/3 /14/4 /14/5 /14/6 /14/7 /14/0"),
        // UBX-20033314 R03 §3.6, with the contexts and the bootstrap account of a module that has not registered yet.
        Listing(
            testDescription: "SARA-R510S-01B", profile: 2,
            instances: "/1/10 /2/1 /2/2 /2/3 /2/4 /2/5 /2/6 /2/7 /2/8 /2/9 /2/0 /3/0 /4/0 /5/0 /7/0 /11/1 /11/2 /11/0 "
                + "/14/0 /16/0 /10308 /0/0 /0/10"),
    ]

    @Test(arguments: listings) func listsAsTheModule(_ listing: Listing) throws {
        let run = try ModuleRun(listing.testDescription) { $0.profile = listing.profile }.boot()
        let expected = listing.instances.split(separator: " ")
        #expect(run.list.split(separator: " ").filter(expected.contains) == expected)
    }
}
