#include <simdjson.h>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

int main(int, char **arguments) {
    std::ifstream file(arguments[1]);
    std::vector<simdjson::padded_string> lines;
    for (std::string line; std::getline(file, line);)
        lines.emplace_back(line);
    simdjson::ondemand::parser parser;
    uint64_t seen = 0;
    std::clock_t start = std::clock();
    for (auto &line : lines) {
        simdjson::ondemand::document document = parser.iterate(line);
        simdjson::ondemand::object data = document["data"].get_object();
        seen += data["E"].get_uint64().value() & 1;
        seen += data["s"].get_string().value().size();
        seen += data["a"].get_uint64().value() & 1;
        seen += data["p"].get_string().value().size();
        seen += data["q"].get_string().value().size();
        seen += data["m"].get_bool().value();
    }
    double seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
    std::cout << lines.size() / seconds << std::endl;
    return seen == 0;
}
