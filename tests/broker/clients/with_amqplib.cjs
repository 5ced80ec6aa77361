// A creditor's program that knows amqplib and the published schemas, and no more.
const amqp = require("amqplib");

const NAME = process.env.PARTNER;
const TENANCY = { creditor_id: "aler", tenancy_id: "0012-34567" };
const two = (number) => String(number).padStart(2, "0");

function* letters() {
  yield ["TenancyRegistered", "tenancy", {
    ...TENANCY, dwelling_id: "TC-04-17", building_id: "torre-cimabue",
    valid_from: "2018-03-01", effective_on: "2018-03-01",
  }];
  for (let month = 1; month <= 12; month++) {
    const from = `2024-${two(month)}`;
    yield ["ChargeIssued", `charge-${month}`, {
      ...TENANCY, charge_id: `${from}/1`, kind: "rent", amount_cents: 15000,
      issued_on: `${from}-01`, due_on: `${from}-20`,
      period_from: `${from}-01`, period_to: `${from}-28`, effective_on: `${from}-01`,
    }];
  }
  yield ["PaymentReceived", "payment", {
    ...TENANCY, payment_id: "2024-00981", amount_cents: 15000,
    value_on: "2024-02-03", channel: "mav", payer: "tenant",
    effective_on: "2024-02-03",
  }];
}

// The first instant of a day in Italy, with its offset.
function starts(day) {
  const offset = new Intl.DateTimeFormat("en", {
    timeZone: "Europe/Rome", timeZoneName: "longOffset",
  }).formatToParts(new Date(`${day}T00:00:00Z`))
    .find((part) => part.type === "timeZoneName").value.replace("GMT", "");
  return `${day}T00:00:00${offset}`;
}

async function say(connection) {
  const channel = await connection.createConfirmChannel();
  for (const [name, id, body] of letters()) {
    channel.publish(`${NAME}.events`, name, Buffer.from(JSON.stringify(body)), {
      contentType: "application/json", persistent: true, mandatory: true,
      headers: {
        "ce-specversion": "1.0", "ce-id": id, "ce-source": "//aler-bcm/aler",
        "ce-type": `it.azione0.aler.${name}.v1`, "ce-time": starts(body.effective_on),
        "ce-recordedtime": `${body.effective_on}T03:00:00Z`,
      },
    });
  }
  await channel.waitForConfirms();
}

async function hear(connection) {
  const channel = await connection.createChannel();
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, 10000);
    channel.consume(`${NAME}.inbox`, (message) => {
      const type = message.properties.headers["ce-type"];
      console.log(type, JSON.stringify(JSON.parse(message.content.toString())));
      channel.ack(message);
      if (type.includes("AgreementSigned")) {
        clearTimeout(timer);
        resolve();
      }
    });
  });
  await channel.close();
}

(async () => {
  const connection = await amqp.connect(process.env.AMQP_URL);
  await { say, hear }[process.argv[2]](connection);
  await connection.close();
})();
