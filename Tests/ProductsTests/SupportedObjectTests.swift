import Products
import Testing

struct SupportedObjectTests {
    typealias Row = SupportedObjectTables.Row

    static let r5Models = ["SARA-R500S", "SARA-R510S", "SARA-R510M8S"]
    static let tables: [(products: [String], rows: [Row])] = [
        (
            // the heading of the table names the version without its types
            ["SARA-R410M-02B", "SARA-R412M-02B"].flatMap { [$0, $0 + "-00", $0 + "-01", $0 + "-02"] },
            SupportedObjectTables.table1
        ),
        (["63B", "73B", "83B"].map { "SARA-R410M-\($0)-00" }, SupportedObjectTables.table2Type00),
        (["63B", "73B", "83B"].map { "SARA-R410M-\($0)-01" }, SupportedObjectTables.table2Type01),
        (["SARA-R422-01B", "SARA-R422S-01B", "SARA-R422M10S"], SupportedObjectTables.table3),
        (
            ["SARA-R422-00B", "SARA-R422S-00B", "SARA-R422M8S", "LEXI-R422"],
            // the notes of the table give these to the 01B products alone
            SupportedObjectTables.table3.filter { $0.id != 10308 }.map { row in
                var row = row
                row.resources = row.resources.split(separator: ",").filter { !$0.hasSuffix(" 30000**") }
                    .joined(separator: ",")
                return row
            }
        ),
        (
            r5Models.flatMap { model in ["00B-01", "00B", "01B", "61B", "71B"].map { "\(model)-\($0)" } },
            SupportedObjectTables.table4
        ),
        (
            r5Models.map { $0 + "-00B-00" },
            // §2.1: Object 14 and /5/0/10 are not supported
            SupportedObjectTables.table4.filter { $0.id != 14 }.map { row in
                var row = row
                if row.id == 5 { row.resources = "1, 2, 3, 5, 6, 7, 8, 9" }
                return row
            }
        ),
    ]

    @Test(arguments: tables) func equalsEveryCell(_ products: [String], _ rows: [Row]) throws {
        for name in products {
            let objects = try #require(Product.named(name)).objects
            #expect(objects.map(\.id) == rows.map(\.id), "\(name)")
            for (object, row) in zip(objects, rows) {
                #expect(object.name == row.name && object.resources == row.cell, "\(name) \(row.id)")
                #expect(object.note == row.note && object.operators == row.operators, "\(name) \(row.id)")
            }
        }
    }

    @Test func tablesCoverEveryProduct() {
        let covered = Self.tables.flatMap(\.products).compactMap { Product.named($0)?.name }
        #expect(covered.count == Product.all.count && Set(covered) == Set(Product.all.map(\.name)))
    }

    static let underOperators: [(String, Int, missing: [UInt16], has30000: Bool)] = [
        ("SARA-R510S-01B", 90, [16, 10308], false), ("SARA-R510S-01B", 3, [11, 16, 10308], true),
        ("SARA-R510S-01B", 2, [], false), ("SARA-R510S-01B", 198, [], false), ("SARA-R510S-01B", 206, [], false),
        ("SARA-R410M-02B", 0, [10299, 10308], false), ("SARA-R410M-02B", 3, [10308], true),
        ("SARA-R410M-02B", 2, [10299], false), ("SARA-R410M-63B-01", 2, [], false),
        ("SARA-R422-01B", 206, [], false), ("SARA-R422-01B", 3, [10308], true), ("SARA-R422-00B", 3, [], false),
        ("LEXI-R422", 3, [], false),
    ]
    @Test(arguments: underOperators) func followsTheOperator(
        _ name: String, _ profile: Int, _ missing: [UInt16], _ has30000: Bool
    ) throws {
        let product = try #require(Product.named(name))
        let objects = product.objects(under: profile)
        #expect(objects.map(\.id) == product.objects.map(\.id).filter { !missing.contains($0) })
        for object in objects where [0, 1, 3, 4].contains(object.id) {
            #expect(object.resources.contains { $0.id == 30000 } == has30000, "\(object.id)")
        }
        let update = objects.first { $0.id == 5 }
        #expect(update?.resources.contains { $0.id == 10 } == (product.group.isR5 && profile == 3))
    }

    @Test func givesAResourceTheMarkOfItsObject() throws {
        let objects = try #require(Product.named("SARA-R410M-02B")).objects
        let location = try #require(objects.first { $0.id == 6 })
        #expect(location.resources.allSatisfy { $0.note == nil && location.note(of: $0) == .endDevice })
        let device = try #require(objects.first { $0.id == 3 })
        #expect(device.note(of: device.resources[0]) == nil && device.note(of: device.resources[6]) == .endDevice)
    }
}
