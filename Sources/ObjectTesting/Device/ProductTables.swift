import EmbeddedFiles
import LwM2M
import Modem

/// What the tables of the products say about the built-in Objects, for tests that are run on products by name.
///
/// They hold for the files that the program carries; a file with another text is somebody's own and has what it has.
///
/// - Source: UBX-18068860 R09 §2.1, tables 1 to 4.
public struct ProductTables: Hashable, Sendable {
    /// The number of the operator profile; nil for what a product has under any.
    public var profile: Int?

    public init(profile: Int? = nil) { self.profile = profile }

    /// What a product has of an Object.
    enum Offer: Hashable {
        /// Whatever the file has.
        case all
        case only(Set<ResourceID>)
        /// The product has no such Object: its id.
        case none(ObjectID)
    }

    /// What the product of this name has of the Object in a file.
    func offer(_ fileName: String, _ text: [UInt8], on productName: String) -> Offer {
        guard let product = Product.named(productName),
            let known = BuiltInObject.all.first(where: { $0.fileName == fileName }),
            text == EmbeddedFiles.bytes(of: "objects/" + fileName)
        else { return .all }
        let objects = profile.map { product.objects(under: $0) } ?? product.objects
        guard let object = objects.first(where: { $0.id == known.id }) else { return .none(known.id) }
        return .only(Set(object.resources.map(\.id)))
    }

    /// The built-in Object whose own test a file is, `object_device.lua` of `object_device_test.lua`; nil for any other.
    static func tested(by testFile: String) -> String? {
        BuiltInObject.all.first { $0.name + "_test.lua" == testFile }?.fileName
    }
}
