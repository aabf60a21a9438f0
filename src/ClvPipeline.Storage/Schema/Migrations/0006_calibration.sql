-- Calibration of the forecasts, by tenths of the customers.

create table clv.backtest_calibration (
    run_id             text collate "C" not null,
    model              text collate "C" not null,
    decile             bigint not null,
    customers          double precision not null,
    expected_purchases double precision not null,
    actual_purchases   double precision not null
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('backtest_calibration', 'model, decile');
comment on table clv.backtest_calibration is 'How customers who were forecast to buy least and most did buy in the last part of the history: ten equal parts of the customers by what each model forecast. Filled where clv.model is auto.';
comment on column clv.backtest_calibration.run_id is 'The run that wrote the row.';
comment on column clv.backtest_calibration.model is 'The model, or naive.';
comment on column clv.backtest_calibration.decile is 'The tenth, 1 for the lowest forecasts; customers who were forecast alike may stand in two of them, in parts.';
comment on column clv.backtest_calibration.customers is 'Customers in it.';
comment on column clv.backtest_calibration.expected_purchases is 'Mean forecast of a customer, in days with a purchase.';
comment on column clv.backtest_calibration.actual_purchases is 'Mean of what they did, in days with a purchase.';

create view clv.current_backtest_calibration as
select run_id, model, decile, customers, expected_purchases, actual_purchases
from clv.backtest_calibration where run_id = (select run_id from clv.publication);
comment on view clv.current_backtest_calibration is 'The published run: How customers who were forecast to buy least and most did buy in the last part of the history: ten equal parts of the customers by what each model forecast. Filled where clv.model is auto.';
comment on column clv.current_backtest_calibration.run_id is 'The run that wrote the row.';
comment on column clv.current_backtest_calibration.model is 'The model, or naive.';
comment on column clv.current_backtest_calibration.decile is 'The tenth, 1 for the lowest forecasts; customers who were forecast alike may stand in two of them, in parts.';
comment on column clv.current_backtest_calibration.customers is 'Customers in it.';
comment on column clv.current_backtest_calibration.expected_purchases is 'Mean forecast of a customer, in days with a purchase.';
comment on column clv.current_backtest_calibration.actual_purchases is 'Mean of what they did, in days with a purchase.';
