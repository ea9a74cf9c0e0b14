import Emulator
import JSON
import Products
import Storage
import Wording

/// Products and operator profiles in a few words; the commands `products` and `profiles` show everything that is known.
enum ModuleText {
    /// The products, with `*` at the current one.
    static func text(_ products: [Product], current: Product) -> String {
        var table = TextTable(["  product", "group", "Objects", "profile", "URC from Lua", "pulse"])
        for product in products {
            table.add([
                (product == current ? "* " : "  ") + product.name, product.group.rawValue, "\(product.objects.count)",
                "\(product.factoryProfile)", product.supportsLua ? product.urcForm.call : "no Lua Objects",
                product.supportsLua && product.hasPulse ? "yes" : "no",
            ])
        }
        return table.text
    }

    /// What the client does under a profile, and its servers.
    static func text(_ profile: MNOProfile, on product: Product) -> String {
        let head =
            "profile \(profile.number) \(profile.name) on \(product.name): client \(profile.start(on: product).text), "
            + (profile.bootstrap == nil ? "no bootstrap" : "bootstrap")
        var table = TextTable(["server", "name", "lifetime", "by", "at each boot"])
        for server in profile.servers(on: product) {
            table.add([
                "\(server.shortServerID)", server.name, "\(server.lifetime) s", server.way,
                server.connectsAtBoot ? "yes" : "no",
            ])
        }
        return table.isEmpty ? head + ", no servers" : head + "\n" + table.text
    }

    static func json(_ product: Product, current: Product) -> JSONValue {
        .members([
            "name": .string(product.name), "group": .string(product.group.rawValue),
            "objects": .integer(Int64(product.objects.count)),
            "factoryProfile": .integer(Int64(product.factoryProfile)), "current": .boolean(product == current),
        ])
    }

    static func json(_ profile: MNOProfile, on product: Product) -> JSONValue {
        .members([
            "number": .integer(Int64(profile.number)), "name": .string(profile.name),
            "product": .string(product.name), "start": .string(profile.start(on: product).text),
            "bootstraps": .boolean(profile.bootstrap != nil),
            "servers": .array(
                profile.servers(on: product).map { server in
                    .members([
                        "shortServerID": .integer(Int64(server.shortServerID)), "name": .string(server.name),
                        "lifetime": .integer(Int64(server.lifetime)), "connection": .string(server.way),
                        "connectsAtBoot": .boolean(server.connectsAtBoot),
                    ])
                }),
        ])
    }
}

extension ModuleFile {
    var json: JSONValue {
        .members([
            "tag": .string(tag.name), "name": .string(name), "size": .integer(Int64(size)),
            "builtIn": .boolean(isBuiltIn),
        ])
    }

    /// A table of the files; below it the free bytes if there is a flash.
    static func text(_ files: [ModuleFile], free: Int?) -> String {
        let last = free.map { "\($0) bytes free" } ?? "no flash; run --flash DIR gives one"
        guard !files.isEmpty else { return "no files; " + last }
        var table = TextTable(["tag", "bytes", "name", "from"], alignedRight: [1])
        for file in files {
            table.add([file.tag.name, "\(file.size)", file.name, file.isBuiltIn ? "the module" : "the flash"])
        }
        return table.text + "\n" + last
    }
}
