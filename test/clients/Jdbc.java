import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/**
 * The plan of plan.sql through pgjdbc: see test/t/clients.pl for what is
 * printed.  A number is bound as each class that a Java program may hold it in.
 */
public class Jdbc {
    enum NumberClass { DOUBLE, BIG_DECIMAL, LONG, INTEGER }

    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection(args[0])) {
            for (String line : Files.readAllLines(Path.of(args[1]))) {
                String[] cells = line.split("\t", -1);
                if (cells[0].equals("view")) {
                    readView(connection, cells[1]);
                    readRemarks(connection, cells[1]);
                } else {
                    for (NumberClass numbers : NumberClass.values()) {
                        call(connection, numbers, cells);
                    }
                }
            }
        }
    }

    static void readView(Connection connection, String view) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM traincost." + view + " LIMIT 10000")) {
            ResultSetMetaData columns = rows.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                String type = columns.getColumnClassName(i) + " " + columns.getColumnTypeName(i);
                if (columns.getColumnType(i) == Types.NUMERIC) {
                    type += "(" + columns.getPrecision(i) + "," + columns.getScale(i) + ")";
                }
                print("column", view, columns.getColumnName(i), type);
            }
            int count = 0;
            for (; rows.next(); count++) {
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    readValue(rows, i, view, columns.getColumnName(i));
                }
            }
            print("rows", view, count);
        }
    }

    /** getBigDecimal, which BI tools call for any number, throws on NaN. */
    static void readValue(ResultSet rows, int column, String view, String name) throws SQLException {
        try {
            if (rows.getObject(column) instanceof Number) {
                rows.getBigDecimal(column);
            }
        } catch (SQLException e) {
            print("wrong", view, name, rows.getString(column));
        }
    }

    static void readRemarks(Connection connection, String view) throws SQLException {
        try (ResultSet views = connection.getMetaData().getTables(null, "traincost", view, new String[] {"VIEW"})) {
            while (views.next()) {
                print("remark", view, "", remark(views));
            }
        }
        try (ResultSet columns = connection.getMetaData().getColumns(null, "traincost", view, "%")) {
            while (columns.next()) {
                print("remark", view, columns.getString("COLUMN_NAME"), remark(columns));
            }
        }
    }

    static String remark(ResultSet row) throws SQLException {
        String remark = row.getString("REMARKS");
        return remark == null ? "" : remark.replace('\n', ' ');
    }

    static void call(Connection connection, NumberClass numbers, String[] cells) {
        String state = "00000";
        String message = "";
        try (PreparedStatement statement = connection.prepareStatement(cells[2])) {
            for (int i = 3; i < cells.length; i++) {
                int end = cells[i].indexOf('=');
                bind(statement, i - 2, cells[i].substring(0, end), cells[i].substring(end + 1), numbers);
            }
            statement.execute();
        } catch (SQLException e) {
            state = e.getSQLState();
            message = e.getMessage().replace('\n', ' ');
        }
        print("call", cells[1] + " (" + numbers + ")", state, message);
    }

    static void bind(PreparedStatement statement, int place, String type, String value, NumberClass numbers) throws SQLException {
        switch (type) {
            case "double precision":
                bindNumber(statement, place, new BigDecimal(value), numbers);
                break;
            case "numeric": // takes no Double
                statement.setBigDecimal(place, new BigDecimal(value));
                break;
            case "text":
                statement.setString(place, value);
                break;
            case "boolean":
                statement.setBoolean(place, Boolean.parseBoolean(value));
                break;
            case "date":
                statement.setDate(place, Date.valueOf(value));
                break;
            default: // a table's name, a time, or a type of ours
                statement.setObject(place, value, Types.OTHER);
        }
    }

    /** A fraction stays a decimal where the class holds whole numbers. */
    static void bindNumber(PreparedStatement statement, int place, BigDecimal value, NumberClass numbers) throws SQLException {
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        if (numbers == NumberClass.INTEGER && whole) {
            statement.setInt(place, value.intValueExact());
        } else if (numbers == NumberClass.LONG && whole) {
            statement.setLong(place, value.longValueExact());
        } else if (numbers == NumberClass.DOUBLE) {
            statement.setDouble(place, value.doubleValue());
        } else {
            statement.setBigDecimal(place, value);
        }
    }

    static void print(Object... cells) {
        StringBuilder line = new StringBuilder();
        for (Object cell : cells) {
            line.append(line.length() == 0 ? "" : "\t").append(cell);
        }
        System.out.println(line);
    }
}
